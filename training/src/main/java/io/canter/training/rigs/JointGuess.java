package io.canter.training.rigs;

import io.canter.tracking.Rig;
import io.canter.training.rigs.JointName.End;
import io.canter.training.rigs.JointName.Part;
import io.canter.training.rigs.JointName.Side;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A guess at which joint stands for which. Names tell the part of the body and the side; the hierarchy speaks for joints
 * whose name says nothing (a hoof under {@code IKFrontLeg.L}); heights tell how far down a leg a joint is, and places
 * along the body which part of the spine.
 */
final class JointGuess {
    private static final List<String> FRONT =
            List.of("scapula", "humerus", "radius", "metacarpus", "fore_pastern", "fore_foot");
    private static final List<String> HIND = List.of("femur", "tibia", "metatarsus", "hind_pastern", "hind_foot");

    private final List<String> joints;
    private final int[] parents;
    private final Rig template;
    private final float[] modelled; // the template's joints
    private final float[] places; // 3 per joint, upright: y up
    private final JointName[] names;
    private double heightScale;
    private final Map<String, String> found = new LinkedHashMap<>();

    private JointGuess(List<String> joints, int[] parents, float[] places, Rig template) {
        this.joints = joints;
        this.parents = parents;
        this.template = template;
        modelled = TemplateParts.modelledJoints(template);
        this.places = places;
        names = new JointName[joints.size()];
        Arrays.setAll(names, this::name);
    }

    static JointMapping of(SkinnedModel model, Rig template) {
        JointGuess guess = new JointGuess(model.joints(), model.parents(), Upright.joints(model), template);
        guess.heightScale = guess.heightScale(model);
        return guess.mapping();
    }

    /**
     * For a skeleton without a mesh.
     *
     * @param places 3 per joint at rest, y up, what is lowest at y = 0; any unit
     */
    static JointMapping of(List<String> joints, int[] parents, float[] places, Rig template) {
        JointGuess guess = new JointGuess(joints, parents, places, template);
        guess.heightScale = guess.heightScale();
        return guess.mapping();
    }

    private JointMapping mapping() {
        guess();
        // In the order of the rig's joints. Who bears a template joint's name stands for no other.
        Map<String, String> ordered = new LinkedHashMap<>();
        for (String joint : joints) {
            if (template.skeleton().names().contains(joint)) {
                ordered.put(joint, joint);
            } else if (found.containsKey(joint)) {
                ordered.put(joint, found.get(joint));
            }
        }
        return new JointMapping(ordered);
    }

    /** A joint whose own name says nothing is what its parent is, control handles included. */
    private JointName name(int joint) {
        JointName own = JointName.of(joints.get(joint));
        int parent = parents[joint];
        if (own.part() != Part.UNKNOWN || parent < 0) {
            return own;
        }
        String above = joints.get(parent);
        List<String> words = new ArrayList<>(JointName.words(above));
        words.removeAll(List.of("ik", "pole", "target", "ctrl", "control"));
        JointName up = JointName.of(String.join("_", words));
        Side side = own.side() == Side.MIDDLE ? up.side() : own.side();
        return new JointName(up.part(), side, up.end());
    }

    private void guess() {
        List<Integer> trunk = of(Part.TRUNK, Side.MIDDLE);
        for (Side side : List.of(Side.LEFT, Side.RIGHT)) {
            leg(side, End.FRONT, FRONT);
            leg(side, End.HIND, HIND);
        }
        double[] hip = middle("femur", "tibia", "metatarsus");
        double[] shoulder = middle("scapula", "humerus", "radius");
        for (int joint : trunk) {
            put(joint, trunkJoint(along(joint, hip, shoulder)));
        }
        chain(of(Part.NECK, Side.MIDDLE), List.of("neck_1", "neck_2", "neck_3"), shoulder);
        chain(of(Part.TAIL, Side.MIDDLE), List.of("tail_1", "tail_2", "tail_3", "tail_4"), hip);
        all(Part.HEAD, "head");
        all(Part.JAW, "jaw");
        for (int joint = 0; joint < names.length; joint++) {
            if (names[joint].part() == Part.EAR && names[joint].side() != Side.MIDDLE) {
                put(joint, names[joint].side() == Side.LEFT ? "ear_l" : "ear_r");
            }
        }
    }

    private void all(Part part, String to) {
        for (int joint = 0; joint < names.length; joint++) {
            if (names[joint].part() == part) {
                put(joint, to);
            }
        }
    }

    private List<Integer> of(Part part, Side side) {
        List<Integer> out = new ArrayList<>();
        for (int joint = 0; joint < names.length; joint++) {
            if (names[joint].part() == part && names[joint].side() == side) {
                out.add(joint);
            }
        }
        return out;
    }

    private void put(int joint, String to) {
        found.put(joints.get(joint), to);
    }

    /** Joints of one leg, each to the level that stands nearest to its height; two may share one. */
    private void leg(Side side, End end, List<String> levels) {
        for (int joint : of(Part.LEG, side)) {
            End its = names[joint].end() == End.NONE ? otherEnd() : names[joint].end();
            if (its == end) {
                put(
                        joint,
                        nearestLevel(heightScale * places[3 * joint + 1], levels) + (side == Side.LEFT ? "_l" : "_r"));
            }
        }
    }

    private String nearestLevel(double height, List<String> levels) {
        String best = levels.get(0);
        for (String level : levels) {
            if (Math.abs(templateHeight(level) - height) < Math.abs(templateHeight(best) - height)) {
                best = level;
            }
        }
        return best;
    }

    private double templateHeight(String level) {
        return modelled[3 * template.skeleton().indexOf(level + "_l") + 1];
    }

    /** Template metres per unit: the middle of the trunk stands equally high. */
    private double heightScale(SkinnedModel model) {
        float[] upright = Upright.vertices(model);
        double sum = 0;
        int count = 0;
        for (int v = 0; v < upright.length / 3; v++) {
            if (names[model.strongest(v)].part() == Part.TRUNK) {
                sum += upright[3 * v + 1];
                count++;
            }
        }
        // Without a trunk by name, the middle of all that is there.
        for (int v = 0; count == 0 && v < upright.length / 3; v++) {
            sum += upright[3 * v + 1] / (upright.length / 3.0);
        }
        return TemplateParts.trunkHeight(template) / Math.max(1e-9, count == 0 ? sum : sum / count);
    }

    /** The same by the trunk's joints; without any by name, by all that there are. */
    private double heightScale() {
        double sum = 0;
        int count = 0;
        double all = 0;
        for (int joint = 0; joint < names.length; joint++) {
            all += places[3 * joint + 1] / names.length;
            if (names[joint].part() == Part.TRUNK) {
                sum += places[3 * joint + 1];
                count++;
            }
        }
        double own = 0;
        List<String> trunk = List.of("root", "loin", "pelvis", "thorax");
        for (String joint : trunk) {
            own += template.skeleton().restPositions()[3 * template.skeleton().indexOf(joint) + 1] / trunk.size();
        }
        return own / Math.max(1e-9, count == 0 ? all : sum / count);
    }

    /** Where only one pair of legs is named by its end, the legs without a word are the other pair. */
    private End otherEnd() {
        boolean front = false;
        boolean hind = false;
        for (JointName name : names) {
            front |= name.part() == Part.LEG && name.end() == End.FRONT;
            hind |= name.part() == Part.LEG && name.end() == End.HIND;
        }
        return front && !hind ? End.HIND : hind && !front ? End.FRONT : End.NONE;
    }

    /** Mean place of the topmost of the given levels that were found, over both sides. */
    private double[] middle(String... levels) {
        for (String level : levels) {
            double[] sum = new double[3];
            int count = 0;
            for (int joint = 0; joint < names.length; joint++) {
                String to = found.get(joints.get(joint));
                if (to != null && to.startsWith(level)) {
                    count++;
                    for (int a = 0; a < 3; a++) {
                        sum[a] += places[3 * joint + a];
                    }
                }
            }
            if (count > 0) {
                return new double[] {sum[0] / count, sum[1] / count, sum[2] / count};
            }
        }
        return new double[3];
    }

    private int depth(int joint) {
        int depth = 0;
        for (int up = parents[joint]; up >= 0; up = parents[up]) {
            depth++;
        }
        return depth;
    }

    /** 0 at the hips, 1 at the shoulders, seen from above. */
    private double along(int joint, double[] hip, double[] shoulder) {
        double dx = shoulder[0] - hip[0];
        double dz = shoulder[2] - hip[2];
        double length = dx * dx + dz * dz;
        return length == 0 ? 0.5 : ((places[3 * joint] - hip[0]) * dx + (places[3 * joint + 2] - hip[2]) * dz) / length;
    }

    private static String trunkJoint(double along) {
        return along < 0.15 ? "pelvis" : along < 0.45 ? "loin" : along < 0.7 ? "root" : "thorax";
    }

    /** Spreads a chain over the template's, sorted by hierarchy, then by the distance from where it starts. */
    private void chain(List<Integer> joints, List<String> levels, double[] start) {
        joints.sort(Comparator.comparingInt(this::depth)
                .thenComparingDouble(j -> Math.hypot(
                        Math.hypot(places[3 * j] - start[0], places[3 * j + 1] - start[1]),
                        places[3 * j + 2] - start[2])));
        for (int i = 0; i < joints.size(); i++) {
            put(joints.get(i), levels.get(i * levels.size() / joints.size()));
        }
    }
}
