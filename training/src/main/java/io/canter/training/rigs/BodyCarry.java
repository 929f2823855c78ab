package io.canter.training.rigs;

import io.canter.tracking.Rig;
import io.canter.tracking.Skeleton;
import java.util.ArrayList;
import java.util.List;

/**
 * Carries a foreign body, bone by bone, onto the template at rest. A limb's bone reaches from its joint to the next that
 * both bodies have; the last one to its tip (nose, end of the tail, sole). The trunk is one box, since rigs cut their
 * spines in too many ways: length between the legs, height from belly to back, width.
 */
final class BodyCarry {
    private static final double TIP_SHARE = 0.08;
    private static final double EDGE = 0.03; // quantile that stands for an extent, against single stray vertices

    private final BodyCloud source;
    private final BodyCloud target;
    private final Skeleton skeleton;
    private final BoneCarry[] carries;
    private double trunkStretch;

    BodyCarry(BodyCloud source, BodyCloud target, Rig template) {
        this.source = source;
        this.target = target;
        skeleton = template.skeleton();
        carries = new BoneCarry[skeleton.jointCount()];
        BoneCarry trunk = trunk();
        java.util.Arrays.fill(carries, trunk);
        for (int k = 0; k < TemplateParts.CHAINS.size(); k++) {
            limb(k + 1, TemplateParts.CHAINS.get(k));
        }
        onHead();
    }

    /** What a template joint's vertices are carried by. */
    BoneCarry of(int joint) {
        return carries[joint];
    }

    /** How much longer the template's trunk is, from the hind legs to the front legs. */
    double trunkStretch() {
        return trunkStretch;
    }

    private BoneCarry trunk() {
        List<Integer> trunk = new ArrayList<>();
        for (int j = 0; j < skeleton.jointCount(); j++) {
            if (TemplateParts.of(skeleton.names().get(j)) == TemplateParts.TRUNK) {
                trunk.add(j);
            }
        }
        double[] from = new double[3];
        double[] to = new double[3];
        double[] factors = {1, 1, 1};
        List<Integer> a = source.of(trunk);
        List<Integer> b = target.of(trunk);
        if (!a.isEmpty()) {
            for (int axis = 0; axis < 2; axis++) {
                double aLow = source.quantile(a, axis, EDGE);
                double aHigh = source.quantile(a, axis, 1 - EDGE);
                double bLow = target.quantile(b, axis, EDGE);
                double bHigh = target.quantile(b, axis, 1 - EDGE);
                from[axis] = axis == 0 ? 0 : 0.5 * (aLow + aHigh);
                to[axis] = axis == 0 ? 0 : 0.5 * (bLow + bHigh);
                factors[axis] = (bHigh - bLow) / Math.max(aHigh - aLow, 1e-6);
            }
        }
        double[] aEnds = ends(source);
        double[] bEnds = ends(target);
        from[2] = 0.5 * (aEnds[0] + aEnds[1]);
        to[2] = 0.5 * (bEnds[0] + bEnds[1]);
        factors[2] = (bEnds[1] - bEnds[0]) / Math.max(aEnds[1] - aEnds[0], 1e-6);
        trunkStretch = factors[2];
        return BoneCarry.box(from, to, factors);
    }

    /**
     * Where along the body hind and front legs stand: the mean z of their lower halves. Rigs put the joint that they call
     * shoulder anywhere between withers and elbow, but the legs stand under the trunk's ends in every one.
     */
    private double[] ends(BodyCloud body) {
        return new double[] {column(body, 4, 5), column(body, 2, 3)};
    }

    private double column(BodyCloud body, int leftChain, int rightChain) {
        double sum = 0;
        for (int chain : new int[] {leftChain, rightChain}) {
            List<Integer> leg = body.of(TemplateParts.CHAINS.get(chain).stream()
                    .map(skeleton::indexOf)
                    .toList());
            if (leg.isEmpty()) { // joints without a vertex of their own
                sum += 0.5 * body.joint(common(TemplateParts.CHAINS.get(chain)).get(0))[2];
                continue;
            }
            double half = body.quantile(leg, 1, 0.5);
            sum += 0.5
                    * leg.stream()
                            .filter(v -> body.at(v, 1) <= half)
                            .mapToDouble(v -> body.at(v, 2))
                            .average()
                            .orElseThrow();
        }
        return sum;
    }

    /** Joints of a chain that both bodies have. */
    private List<Integer> common(List<String> chain) {
        return chain.stream()
                .map(skeleton::indexOf)
                .filter(j -> source.has(j) && target.has(j))
                .toList();
    }

    private void limb(int part, List<String> chain) {
        List<Integer> joints = common(chain);
        BoneCarry last = null;
        for (int i = 0; i < joints.size(); i++) {
            int joint = joints.get(i);
            boolean end = i == joints.size() - 1;
            // The template joints between this one and the next belong to this bone.
            List<Integer> bone = new ArrayList<>();
            int first = chain.indexOf(skeleton.names().get(joint));
            int next = end ? chain.size() : chain.indexOf(skeleton.names().get(joints.get(i + 1)));
            for (int c = first; c < next; c++) {
                bone.add(skeleton.indexOf(chain.get(c)));
            }
            double[] a = end ? tip(source, part, joint, bone) : source.joint(joints.get(i + 1));
            double[] b = end ? tip(target, part, joint, bone) : target.joint(joints.get(i + 1));
            last = carry(joint, bone, a, b, last);
            for (int covered : bone) {
                carries[covered] = last;
            }
        }
    }

    private BoneCarry carry(int joint, List<Integer> bone, double[] sourceTip, double[] targetTip, BoneCarry above) {
        double[] a = source.joint(joint);
        double[] b = target.joint(joint);
        double sourceLength = sourceTip.length == 0 ? 0 : distance(a, sourceTip);
        double targetLength = targetTip.length == 0 ? 0 : distance(b, targetTip);
        if (sourceLength < 0.02 || targetLength < 0.02) { // metres: no bone to speak of
            return (above == null ? carries[joint] : above).at(a, b);
        }
        double girth = target.radius(target.of(bone), b, unit(b, targetTip))
                / source.radius(source.of(bone), a, unit(a, sourceTip));
        return BoneCarry.bone(a, sourceTip, b, targetTip, girth);
    }

    private static double[] tip(BodyCloud body, int part, int joint, List<Integer> bone) {
        double[] from = body.joint(joint);
        List<Integer> vertices = body.of(bone);
        double[] direction;
        if (part == TemplateParts.HEAD) {
            direction = new double[] {0, -0.3, 1}; // the nose, not the antlers
        } else if (part == TemplateParts.TAIL) {
            direction = new double[] {0, -0.5, -1};
        } else {
            direction = new double[] {0, -1, 0};
        }
        double[] tip = body.farthest(vertices, direction, TIP_SHARE);
        if (part >= TemplateParts.LEGS && tip.length > 0) {
            tip[0] = from[0]; // soles are wide: the bone stays upright
        }
        return tip;
    }

    private void onHead() {
        int head = skeleton.indexOf("head");
        for (String name : List.of("jaw", "ear_l", "ear_r")) {
            int joint = skeleton.indexOf(name);
            carries[joint] =
                    source.has(joint) ? carries[head].at(source.joint(joint), target.joint(joint)) : carries[head];
        }
    }

    private static double distance(double[] a, double[] b) {
        return Math.hypot(Math.hypot(a[0] - b[0], a[1] - b[1]), a[2] - b[2]);
    }

    private static double[] unit(double[] a, double[] b) {
        double d = distance(a, b);
        return new double[] {(b[0] - a[0]) / d, (b[1] - a[1]) / d, (b[2] - a[2]) / d};
    }
}
