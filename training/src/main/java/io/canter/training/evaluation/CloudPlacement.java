package io.canter.training.evaluation;

import io.canter.inference.DualPointMaps;
import java.util.Arrays;
import java.util.Optional;
import org.joml.Matrix3d;
import org.joml.Vector3d;

/** Where the posed map stands in the camera's frame: the shift that brings every P nearest to the ray of its pixel. */
public final class CloudPlacement {
    private static final float OCCUPIED = 0.5f;
    private static final int POINTS_MIN = 4;

    private CloudPlacement() {}

    /**
     * All posed points of all layers in the crop camera's frame, 3 each, metres of P; empty where nothing is seen or
     * the rays leave the distance open.
     */
    static float[] inCamera(DualPointMaps maps, float tanHalf) {
        Optional<double[]> shift = shift(maps, tanHalf);
        if (shift.isEmpty()) {
            return new float[0];
        }
        int plane = maps.size() * maps.size();
        float[] cloud = new float[3 * maps.layers() * plane];
        int count = 0;
        for (int slot = 0; slot < maps.layers() * plane; slot++) {
            if (maps.occupancy()[slot] > OCCUPIED) {
                int at = 3 * (slot / plane) * plane + slot % plane;
                for (int a = 0; a < 3; a++) {
                    cloud[count++] = maps.posed()[at + a * plane] + (float) shift.get()[a];
                }
            }
        }
        return Arrays.copyOf(cloud, count);
    }

    /**
     * From the root joint's place to the camera's: what to add to P, crop camera, metres of P.
     *
     * @return empty where nothing is seen or the rays leave the distance open
     */
    public static Optional<double[]> shift(DualPointMaps maps, float tanHalf) {
        int plane = maps.size() * maps.size();
        Matrix3d left = new Matrix3d().zero();
        Vector3d right = new Vector3d();
        int count = 0;
        for (int slot = 0; slot < maps.layers() * plane; slot++) {
            if (!(maps.occupancy()[slot] > OCCUPIED)) {
                continue;
            }
            int at = 3 * (slot / plane) * plane + slot % plane;
            double[] p = {maps.posed()[at], maps.posed()[at + plane], maps.posed()[at + 2 * plane]};
            double[] d = ray(slot % plane, maps.size(), tanHalf);
            // Across the ray: I - d d^T, symmetric.
            Matrix3d across = new Matrix3d(
                    1 - d[0] * d[0],
                    -d[0] * d[1],
                    -d[0] * d[2],
                    -d[1] * d[0],
                    1 - d[1] * d[1],
                    -d[1] * d[2],
                    -d[2] * d[0],
                    -d[2] * d[1],
                    1 - d[2] * d[2]);
            left.add(across);
            right.sub(across.transform(new Vector3d(p[0], p[1], p[2])));
            count++;
        }
        if (count < POINTS_MIN || !(Math.abs(left.determinant()) > 1e-9)) {
            return Optional.empty();
        }
        Vector3d shift = left.invert().transform(right);
        return Optional.of(new double[] {shift.x, shift.y, shift.z});
    }

    private static double[] ray(int pixel, int size, float tanHalf) {
        double x = (2 * (pixel % size + 0.5) / size - 1) * tanHalf;
        double y = (2 * (pixel / size + 0.5) / size - 1) * tanHalf;
        double n = Math.sqrt(x * x + y * y + 1);
        return new double[] {x / n, y / n, 1 / n};
    }
}
