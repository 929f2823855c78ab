package io.canter.tracking;

import io.canter.inference.Detection;
import io.canter.inference.DualPointMaps;
import java.util.Arrays;

/** Measures the {@link Sign}s of a frame: those of the maps, and those of the pose that was fitted to them. */
final class SignReader {
    private static final float OCCUPIED = 0.5f;
    private static final float AMBIGUOUS_FROM = 0.2f;
    private static final float AMBIGUOUS_TO = 0.8f;
    /** From one pixel to the next Q leaps where one part of the body hides another; a leap counts no more than this. */
    private static final double LEAP_MAX_METRES = 0.5;

    private final int joints;
    private final int[] pointsOf;
    private final double[] values = new double[Sign.values().length];
    private int pixels; // of the visible mask

    SignReader(int joints) {
        this.joints = joints;
        pointsOf = new int[joints];
    }

    /**
     * Measures what needs no past; the pose must have been fitted to these maps.
     *
     * @param pitch template metres a map's pixel at the animal
     */
    void readFrame(Detection detection, Correspondences points, ArticulatedFit fit, Outline outline, double pitch) {
        Arrays.fill(values, Double.NaN);
        readMask(detection.maps());
        readCanonical(detection.maps(), pitch);
        put(Sign.COVERAGE, coverage(points));
        put(Sign.OFF_SURFACE, points.offSurfaceMetres);
        put(Sign.EXPLAINED, fit.explained());
        put(Sign.RESIDUAL, fit.residualMetres());
        put(Sign.OVERLAP, outline.overlap());
        put(Sign.BENT, bent(fit.kinematics.bends));
    }

    /** Adds what the past tells. */
    void readChange(double foreseen, double boxOverlap, double turnRadians) {
        put(Sign.FORESEEN, foreseen);
        put(Sign.STEADY_BOX, boxOverlap);
        put(Sign.TURN, turnRadians);
    }

    Signs signs() {
        return new Signs(values.clone());
    }

    private void put(Sign sign, double value) {
        values[sign.index()] = value;
    }

    private void readMask(DualPointMaps maps) {
        int plane = maps.size() * maps.size();
        float[] occupancy = maps.occupancy();
        float[] posed = maps.posed();
        int halo = 0;
        int layered = 0;
        double certainty = 0;
        double confidence = 0;
        pixels = 0;
        for (int i = 0; i < plane; i++) {
            float o = occupancy[i];
            halo += o > AMBIGUOUS_FROM && o < AMBIGUOUS_TO ? 1 : 0;
            if (o > OCCUPIED) {
                pixels++;
                certainty += 2 * o - 1;
                confidence += Math.log(Math.max(1, maps.confidence()[i]));
                boolean leaves = maps.layers() > 1
                        && occupancy[plane + i] > OCCUPIED
                        && posed[5 * plane + i] > posed[2 * plane + i];
                layered += leaves ? 1 : 0;
            }
        }
        double n = Math.max(1, pixels);
        put(Sign.CERTAINTY, certainty / n);
        put(Sign.HALO, halo / n);
        put(Sign.CONFIDENCE, confidence / n);
        put(Sign.LAYERED, maps.layers() > 1 ? layered / n : Double.NaN);
    }

    private void readCanonical(DualPointMaps maps, double pitch) {
        int size = maps.size();
        int plane = size * size;
        float[] occupancy = maps.occupancy();
        float[] q = maps.canonical();
        double y = 0;
        double yy = 0;
        double z = 0;
        double zz = 0;
        double leaps = 0;
        int pairs = 0;
        for (int i = 0; i < plane; i++) {
            if (!(occupancy[i] > OCCUPIED)) {
                continue;
            }
            y += q[plane + i];
            yy += (double) q[plane + i] * q[plane + i];
            z += q[2 * plane + i];
            zz += (double) q[2 * plane + i] * q[2 * plane + i];
            if (i % size + 1 < size && occupancy[i + 1] > OCCUPIED) {
                leaps += leap(q, plane, i, i + 1);
                pairs++;
            }
            if (i + size < plane && occupancy[i + size] > OCCUPIED) {
                leaps += leap(q, plane, i, i + size);
                pairs++;
            }
        }
        double n = Math.max(1, pixels);
        put(Sign.HEIGHT, Math.sqrt(Math.max(0, yy / n - y / n * y / n)));
        put(Sign.LENGTH, Math.sqrt(Math.max(0, zz / n - z / n * z / n)));
        put(Sign.ROUGHNESS, pairs == 0 ? Double.NaN : Math.log(Math.max(1e-3, leaps / pairs / pitch)));
    }

    private static double leap(float[] q, int plane, int a, int b) {
        double dx = q[a] - q[b];
        double dy = q[plane + a] - q[plane + b];
        double dz = q[2 * plane + a] - q[2 * plane + b];
        return Math.min(LEAP_MAX_METRES, Math.sqrt(dx * dx + dy * dy + dz * dz));
    }

    private double coverage(Correspondences points) {
        Arrays.fill(pointsOf, 0);
        for (int i = 0; i < points.mapped; i++) {
            pointsOf[points.joints[Skin.INFLUENCES * i]]++;
        }
        double entropy = 0;
        for (int n : pointsOf) {
            if (n > 0) {
                double share = (double) n / points.mapped;
                entropy -= share * Math.log(share);
            }
        }
        return Math.exp(entropy) / joints;
    }

    private static double bent(double[] bends) {
        double sum = 0;
        for (int i = 3; i < bends.length; i++) {
            sum += bends[i] * bends[i];
        }
        return Math.sqrt(3 * sum / Math.max(3, bends.length - 3));
    }
}
