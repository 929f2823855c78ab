package io.canter.training.motion;

import io.canter.tracking.Body;
import io.canter.tracking.Mesh;
import io.canter.tracking.Rig;
import io.canter.tracking.Skeleton;
import io.canter.tracking.Skin;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** A skeleton of horse's proportions and one of a dog's, without flesh, for tests of motion alone. */
final class Template {
    private static final String TRUNK =
            "0 1.22 0; 0 1.27 -.30; 0 1.26 -.52; 0 1.28 -.80; 0 1.15 -.90; 0 .97 -.94; 0 .78 -.95;";
    private static final String HIND = "X.14 1.10 -.58; X.17 .86 -.40; X.15 .55 -.78; X.15 .22 -.72; X.15 .09 -.66;";
    private static final String THORAX = "0 1.24 .28;";
    private static final String FORE =
            "X.10 1.38 .40; X.17 .98 .62; X.16 .86 .40; X.15 .47 .42; X.15 .20 .42; X.15 .09 .47;";
    private static final String HEAD =
            "0 1.30 .62; 0 1.47 .80; 0 1.63 .96; 0 1.76 1.08; 0 1.68 1.12; .07 1.84 1.07; -.07 1.84 1.07";

    private Template() {}

    static Body horse() {
        String all = TRUNK
                + HIND.replace("X", "")
                + HIND.replace("X", "-")
                + THORAX
                + FORE.replace("X", "")
                + FORE.replace("X", "-")
                + HEAD;
        String[] numbers = all.replace(';', ' ').trim().split("\\s+");
        float[] joints = new float[numbers.length];
        for (int i = 0; i < joints.length; i++) {
            joints[i] = Float.parseFloat(numbers[i]);
        }
        return new Body(new float[0], joints);
    }

    /** Shorter legs under a trunk of the same length. */
    static Body shortLegged() {
        float[] joints = horse().joints().clone();
        for (int i = 1; i < joints.length; i += 3) {
            joints[i] = joints[i] < 1.10f ? 0.6f * joints[i] : joints[i] - 0.44f;
        }
        return new Body(new float[0], joints);
    }

    /** @param bound least and greatest component of every joint's rotation vector */
    static Rig rig(float bound) {
        int[] parents = IntStream.range(0, Joints.COUNT).map(Joints::parent).toArray();
        List<String> names =
                IntStream.range(0, Joints.COUNT).mapToObj(j -> "joint" + j).toList();
        float[] limits = new float[6 * Joints.COUNT];
        for (int i = 0; i < limits.length; i++) {
            limits[i] = i % 2 == 0 ? -bound : bound;
        }
        int[] skinJoints = new int[12];
        float[] weights = new float[12];
        Arrays.fill(weights, 0.25f);
        return new Rig(
                "skeleton-only",
                new Mesh(new float[9], new int[] {0, 1, 2}),
                new Skeleton(names, parents, horse().joints()),
                new Skin(skinJoints, weights),
                List.of(),
                limits,
                List.of());
    }
}
