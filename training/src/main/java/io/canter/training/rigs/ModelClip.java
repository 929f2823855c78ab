package io.canter.training.rigs;

import de.javagl.jgltf.model.AnimationModel;
import de.javagl.jgltf.model.AnimationModel.Channel;
import de.javagl.jgltf.model.AnimationModel.Interpolation;
import de.javagl.jgltf.model.NodeModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import org.joml.Quaterniond;

/** One animation of a glTF file. */
final class ModelClip {
    private final String name;
    private final double seconds;
    private final List<Track> tracks;

    /** @param path translation, rotation or scale */
    private record Track(NodeModel node, String path, Interpolation interpolation, float[] times, float[] values) {}

    private ModelClip(String name, double seconds, List<Track> tracks) {
        this.name = name;
        this.seconds = seconds;
        this.tracks = tracks;
    }

    static ModelClip of(AnimationModel animation, int index) {
        List<Track> tracks = new ArrayList<>();
        double seconds = 0;
        for (Channel channel : animation.getChannels()) {
            if (channel.getNodeModel() == null || "weights".equals(channel.getPath())) {
                continue;
            }
            float[] times = Accessors.floats(channel.getSampler().getInput());
            float[] values = Accessors.floats(channel.getSampler().getOutput());
            tracks.add(new Track(
                    channel.getNodeModel(),
                    channel.getPath(),
                    channel.getSampler().getInterpolation(),
                    times,
                    values));
            seconds = Math.max(seconds, times.length == 0 ? 0 : times[times.length - 1]);
        }
        String name = animation.getName();
        return new ModelClip(name == null ? "animation " + index : name, seconds, tracks);
    }

    String name() {
        return name;
    }

    double seconds() {
        return seconds;
    }

    /** Puts the clip's values of that time in place of the nodes' own. */
    void apply(double time, IdentityHashMap<NodeModel, NodePose> poses) {
        for (Track track : tracks) {
            NodePose pose = poses.get(track.node);
            if (pose == null || track.times.length == 0) {
                continue;
            }
            switch (track.path) {
                case "translation" -> sample(track, time, 3, pose.translation);
                case "scale" -> sample(track, time, 3, pose.scale);
                case "rotation" -> sample(track, time, 4, pose.rotation);
                default -> {} // glTF knows no other path that moves nodes
            }
        }
    }

    private static void sample(Track track, double time, int width, double[] out) {
        boolean cubic = track.interpolation == Interpolation.CUBICSPLINE;
        int stride = cubic ? 3 * width : width;
        int middle = cubic ? width : 0; // between in-tangent and out-tangent
        int next = Arrays.binarySearch(track.times, (float) time);
        next = next < 0 ? -next - 1 : next;
        if (next == 0 || next == track.times.length || track.interpolation == Interpolation.STEP) {
            int key = Math.max(0, Math.min(track.times.length - 1, exactly(track, time, next) ? next : next - 1));
            for (int k = 0; k < width; k++) {
                out[k] = track.values[key * stride + middle + k];
            }
            return;
        }
        int last = next - 1;
        double span = track.times[next] - track.times[last];
        double u = (time - track.times[last]) / span;
        if (cubic) {
            cubic(track.values, last * stride, next * stride, width, u, span, out);
        } else if (width == 4) {
            turn(track.values, last * stride, next * stride, u, out);
        } else {
            for (int k = 0; k < width; k++) {
                out[k] = (1 - u) * track.values[last * stride + k] + u * track.values[next * stride + k];
            }
        }
        if (cubic && width == 4) {
            normalise(out);
        }
    }

    private static boolean exactly(Track track, double time, int key) {
        return key == 0 || (key < track.times.length && track.times[key] <= (float) time);
    }

    /** Hermite (glTF 2.0, appendix C.4). */
    private static void cubic(float[] v, int a, int b, int width, double u, double span, double[] out) {
        double u2 = u * u;
        double u3 = u2 * u;
        for (int k = 0; k < width; k++) {
            out[k] = (2 * u3 - 3 * u2 + 1) * v[a + width + k]
                    + span * (u3 - 2 * u2 + u) * v[a + 2 * width + k]
                    + (-2 * u3 + 3 * u2) * v[b + width + k]
                    + span * (u3 - u2) * v[b + k];
        }
    }

    private static void turn(float[] v, int a, int b, double u, double[] out) {
        Quaterniond from = new Quaterniond(v[a], v[a + 1], v[a + 2], v[a + 3]);
        Quaterniond to = new Quaterniond(v[b], v[b + 1], v[b + 2], v[b + 3]);
        from.slerp(to, u);
        out[0] = from.x;
        out[1] = from.y;
        out[2] = from.z;
        out[3] = from.w;
        normalise(out);
    }

    private static void normalise(double[] q) {
        double n = Math.sqrt(q[0] * q[0] + q[1] * q[1] + q[2] * q[2] + q[3] * q[3]);
        for (int k = 0; k < 4 && n > 0; k++) {
            q[k] /= n;
        }
    }
}
