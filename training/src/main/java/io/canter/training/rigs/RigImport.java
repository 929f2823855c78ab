package io.canter.training.rigs;

import io.canter.tracking.Rig;
import io.canter.tracking.Skin;
import io.canter.training.geometry.Alignment;
import io.canter.training.geometry.NearestPoints;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Makes bodies of foreign rigs. */
public final class RigImport {
    private final Rig template;
    /** The template with its joints where they are, for files of its own skeleton, and where modellers put them. */
    private final BodyCloud own;

    private final BodyCloud modelled;

    public RigImport(Rig template) {
        this.template = template;
        int[] strongest = TemplateParts.strongest(template);
        own = new BodyCloud(
                template.mesh().vertices(), strongest, template.skeleton().restPositions());
        modelled = new BodyCloud(template.mesh().vertices(), strongest, TemplateParts.modelledJoints(template));
    }

    /**
     * Reads a rig and carries its surface onto the template.
     *
     * @param mapping file with the joints' mapping; empty: as an earlier import has left it in the file, or guessed
     * @param dropFlat leaves out triangles without area, which are refused otherwise
     * @throws RigImportException naming the file and the element that is wrong
     */
    public ImportedRig read(Path file, Optional<Path> mapping, boolean dropFlat) throws IOException {
        SkinnedModel model = SkinnedGltf.read(file, dropFlat);
        Optional<JointMapping> given =
                mapping.isPresent() ? Optional.of(JointMapping.read(mapping.get())) : model.embedded();
        JointMapping joints = given.isPresent() ? given.get() : JointGuess.of(model, template);
        String source = mapping.map(Path::toString).orElse(file + (given.isPresent() ? "" : " (guessed mapping)"));
        int[] mapped = joints.indices(model, template.skeleton(), source);
        BodyCloud target = model.joints().containsAll(template.skeleton().names()) ? own : modelled;
        Alignment rough =
                align(gathered(speakers(mapped, model.positions(), target), model.positions()), target, source);
        // Where several joints stand for one, the one that lies nearest to it speaks for them.
        int[] speakers = speakers(mapped, applied(rough, model.positions()), target);
        Alignment whole = align(gathered(speakers, model.positions()), target, source);
        return carry(model, joints, given.isEmpty(), whole, mapped, target);
    }

    /**
     * For every template joint the foreign joint that stands for it; -1 where none does.
     *
     * @param places where the foreign joints are in the canonical frame, as far as known: of several the nearest counts
     */
    private static int[] speakers(int[] mapped, float[] places, BodyCloud target) {
        float[] rest = target.joints();
        int[] out = new int[rest.length / 3];
        double[] least = new double[out.length];
        Arrays.fill(out, -1);
        Arrays.fill(least, Double.POSITIVE_INFINITY);
        for (int j = 0; j < mapped.length; j++) {
            int to = 3 * mapped[j];
            if (to < 0) {
                continue;
            }
            double d = Math.hypot(
                    Math.hypot(places[3 * j] - rest[to], places[3 * j + 1] - rest[to + 1]),
                    places[3 * j + 2] - rest[to + 2]);
            if (d < least[mapped[j]]) {
                least[mapped[j]] = d;
                out[mapped[j]] = j;
            }
        }
        return out;
    }

    /** The places of those joints, NaN where there is none. */
    private static float[] gathered(int[] speakers, float[] positions) {
        float[] out = new float[3 * speakers.length];
        Arrays.fill(out, Float.NaN);
        for (int t = 0; t < speakers.length; t++) {
            if (speakers[t] >= 0) {
                System.arraycopy(positions, 3 * speakers[t], out, 3 * t, 3);
            }
        }
        return out;
    }

    /** The whole body turned, scaled and moved onto the template by its limbs' joints. */
    private Alignment align(float[] joints, BodyCloud target, String source) throws RigImportException {
        List<Integer> used = new ArrayList<>();
        for (int j = 0; j < joints.length / 3; j++) {
            boolean limb = TemplateParts.of(template.skeleton().names().get(j)) != TemplateParts.TRUNK;
            if (limb && !Float.isNaN(joints[3 * j])) {
                used.add(j);
            }
        }
        float[] from = new float[3 * used.size()];
        float[] to = new float[from.length];
        float[] weights = new float[used.size()];
        Arrays.fill(weights, 1);
        for (int i = 0; i < used.size(); i++) {
            System.arraycopy(joints, 3 * used.get(i), from, 3 * i, 3);
            System.arraycopy(target.joints(), 3 * used.get(i), to, 3 * i, 3);
        }
        Alignment whole = Alignment.fit(from, to, weights, true)
                .orElseThrow(() -> new RigImportException(
                        source, "joints", "lie in one place or line; the bind pose does not say where they are"));
        refuseMirrored(whole, from, used, source);
        return whole;
    }

    private void refuseMirrored(Alignment whole, float[] from, List<Integer> used, String source)
            throws RigImportException {
        float[] point = new float[3];
        double right = 0;
        double all = 0;
        for (int i = 0; i < used.size(); i++) {
            String name = template.skeleton().names().get(used.get(i));
            int side = name.endsWith("_l") ? 1 : name.endsWith("_r") ? -1 : 0;
            whole.apply(from, 3 * i, point, 0);
            right += side * point[0] > 0 ? 1 : 0;
            all += side == 0 ? 0 : 1;
        }
        if (right < 0.5 * all) {
            throw new RigImportException(
                    source,
                    "joints",
                    "left and right are exchanged; the animal's own left lies at +x when it faces +z");
        }
    }

    private ImportedRig carry(
            SkinnedModel model, JointMapping joints, boolean guessed, Alignment whole, int[] mapped, BodyCloud target) {
        float[] vertices = applied(whole, model.mesh().vertices());
        float[] places = applied(whole, model.positions());
        int[] moves = inherited(model, mapped, places);
        int[] labels = new int[vertices.length / 3];
        for (int v = 0; v < labels.length; v++) {
            labels[v] = moves[model.strongest(v)];
        }
        int[] speakers = speakers(mapped, places, target);
        BodyCloud body = new BodyCloud(vertices, labels, gathered(speakers, places));
        BodyCarry carry = new BodyCarry(body, target, template);
        float[] canonical = new float[vertices.length];
        double[] sum = new double[3];
        for (int v = 0; v < labels.length; v++) {
            Arrays.fill(sum, 0);
            for (int k = Skin.INFLUENCES * v; k < Skin.INFLUENCES * (v + 1); k++) {
                if (model.skin().weights()[k] > 0) {
                    carry.of(moves[model.skin().joints()[k]])
                            .add(vertices, 3 * v, model.skin().weights()[k], sum);
                }
            }
            for (int a = 0; a < 3; a++) {
                canonical[3 * v + a] = (float) sum[a];
            }
        }
        ImportedRig.CarryError error = new TemplateSnap(template, target).snap(canonical, labels);
        return new ImportedRig(model, joints, speakers, guessed, canonical, whole, carry.trunkStretch(), error);
    }

    private static float[] applied(Alignment whole, float[] points) {
        float[] out = new float[points.length];
        for (int i = 0; i < points.length; i += 3) {
            whole.apply(points, i, out, i);
        }
        return out;
    }

    /** The template joint that each foreign joint moves with: its own, its nearest ancestor's, or the nearest one's. */
    private static int[] inherited(SkinnedModel model, int[] mapped, float[] places) {
        int[] out = mapped.clone();
        List<Integer> known = new ArrayList<>();
        for (int j = 0; j < mapped.length; j++) {
            if (mapped[j] >= 0) {
                known.add(j);
            }
        }
        float[] points = new float[3 * known.size()];
        for (int i = 0; i < known.size(); i++) {
            System.arraycopy(places, 3 * known.get(i), points, 3 * i, 3);
        }
        NearestPoints nearest = new NearestPoints(points);
        for (int j = 0; j < out.length; j++) {
            for (int up = j; up >= 0 && out[j] < 0; up = model.parents()[up]) {
                out[j] = mapped[up];
            }
            if (out[j] < 0) {
                out[j] = mapped[known.get(nearest.nearest(places[3 * j], places[3 * j + 1], places[3 * j + 2]))];
            }
        }
        return out;
    }
}
