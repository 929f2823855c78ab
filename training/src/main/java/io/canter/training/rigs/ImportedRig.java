package io.canter.training.rigs;

import io.canter.tracking.Mesh;
import io.canter.training.geometry.Alignment;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.joml.Matrix4d;
import org.joml.Vector3d;

/** A foreign rig as a body: its own surface and motion, and for every vertex the template's point that it stands for. */
public final class ImportedRig {
    private final SkinnedModel model;
    private final JointMapping mapping;
    private final int[] speakers; // by template joint: the file's joint that stands for it, -1 where none does
    private final boolean guessed;
    private final float[] canonical;
    private final Alignment canonicalFromBind;
    private final double trunkStretch;
    private final CarryError error;

    /**
     * How far the carried surface lies off the template's before it is put onto it, template metres.
     */
    public record CarryError(double median, double p95) {}

    ImportedRig(
            SkinnedModel model,
            JointMapping mapping,
            int[] speakers,
            boolean guessed,
            float[] canonical,
            Alignment canonicalFromBind,
            double trunkStretch,
            CarryError error) {
        this.model = model;
        this.mapping = mapping;
        this.speakers = speakers;
        this.guessed = guessed;
        this.canonical = canonical;
        this.canonicalFromBind = canonicalFromBind;
        this.trunkStretch = trunkStretch;
        this.error = error;
    }

    SkinnedModel model() {
        return model;
    }

    public String name() {
        return model.name();
    }

    public JointMapping mapping() {
        return mapping;
    }

    /** Whether the mapping was guessed, not given. */
    public boolean isGuessed() {
        return guessed;
    }

    /** Joints of the file, in its order. */
    public List<String> joints() {
        return model.joints();
    }

    /** The surface at rest, turned and scaled to the canonical frame as a whole: template metres, in its own shape. */
    public Mesh rest() {
        float[] out = new float[model.mesh().vertices().length];
        for (int i = 0; i < out.length; i += 3) {
            canonicalFromBind.apply(model.mesh().vertices(), i, out, i);
        }
        return new Mesh(out, model.mesh().triangles());
    }

    /** Q of every vertex: 3 numbers each, on the template's surface at rest, template metres. A view. */
    public float[] canonical() {
        return canonical;
    }

    public CarryError error() {
        return error;
    }

    public List<String> clips() {
        return model.clips().stream().map(ModelClip::name).toList();
    }

    /** Those whose names end in one of some words, such as {@code walk|trot}, in whatever case. */
    public List<String> clips(String words) {
        Pattern ending = Pattern.compile(".*(" + words + ")", Pattern.CASE_INSENSITIVE);
        return clips().stream().filter(clip -> ending.matcher(clip).matches()).toList();
    }

    /** Length of a clip; 0 where it has no key. */
    public double clipSeconds(String clip) {
        return clip(clip).seconds();
    }

    /** Vertices whose weights missed a sum of one by rounding and were normalised. */
    public int renormalised() {
        return model.renormalised();
    }

    /** Triangles without area that were left out. */
    public int dropped() {
        return model.dropped();
    }

    private ModelClip clip(String name) {
        return model.clips().stream()
                .filter(c -> c.name().equals(name))
                .findFirst()
                .orElseThrow(
                        () -> new IllegalArgumentException(name() + " has no clip " + name + "; it has " + clips()));
    }

    /** From the size of {@link #rest} to that of {@link #pose}. */
    public double trunkStretch() {
        return trunkStretch;
    }

    /**
     * The surface in a moment of a clip.
     *
     * @param out receives 3 per vertex: y up, as the file's scene has it, in template metres: the trunk is as long as
     *     the template's, as that of every individual of the family
     */
    public void pose(String clip, double seconds, float[] out) {
        Matrix4d[] matrices = model.poser().skinMatrices(Optional.of(clip(clip)), seconds);
        ModelPoser.skin(model.mesh().vertices(), model.skin(), matrices, out);
        float scale = (float) poseScale();
        for (int i = 0; i < out.length; i++) {
            out[i] *= scale;
        }
    }

    private double poseScale() {
        return trunkStretch * canonicalFromBind.scale() / Upright.scale(model);
    }

    /** The template's joints that a joint of the file stands for, in the template's order. */
    public int[] mapped() {
        return IntStream.range(0, speakers.length).filter(t -> speakers[t] >= 0).toArray();
    }

    /**
     * The joints in a moment of a clip, axes and metres as {@link #pose} has them.
     *
     * @return by template joint: turned as the joint that stands for it has turned the surface since the bind pose, its
     *     origin where that joint is; null where none stands for it
     */
    public Matrix4d[] poseJoints(String clip, double seconds) {
        Matrix4d[] matrices = model.poser().skinMatrices(Optional.of(clip(clip)), seconds);
        double scale = poseScale();
        Matrix4d[] out = new Matrix4d[speakers.length];
        for (int t : mapped()) {
            int j = 3 * speakers[t];
            float[] bind = model.positions();
            Vector3d place = new Vector3d(bind[j], bind[j + 1], bind[j + 2]);
            matrices[speakers[t]].transformPosition(place).mul(scale);
            out[t] = new Matrix4d(matrices[speakers[t]]).normalize3x3().setTranslation(place);
        }
        return out;
    }
}
