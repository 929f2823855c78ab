package io.canter.output;

import io.canter.ingest.Intrinsics;

/**
 * A camera that looks at a point from all around. World: y up, ground at y = 0, the animal faces +z.
 *
 * @param target what it looks at, world, metres
 * @param distanceMetres from the target
 * @param azimuthRadians where it stands, seen from the target: 0 at +z, pi/2 at +x (the animal's left)
 * @param elevationRadians how far it looks down, within a right angle
 * @param intrinsics in pixels of the picture
 */
record StudioCamera(
        float[] target, double distanceMetres, double azimuthRadians, double elevationRadians, Intrinsics intrinsics) {
    /** Vertical field of view: that of a portrait lens, so that no nose looms. */
    static final double FOV_RADIANS = Math.toRadians(24);
    /** Share of the picture that the animal's sphere may fill. */
    private static final double FILL = 0.88;

    StudioCamera {
        if (!(distanceMetres > 0) || !(Math.abs(elevationRadians) < 1.5)) {
            throw new IllegalArgumentException(
                    "camera stands " + distanceMetres + " m off, looks down by " + elevationRadians);
        }
    }

    /**
     * A camera that sees the whole animal from everywhere.
     *
     * @param vertices world, 3 each
     */
    static StudioCamera around(float[] vertices, double azimuth, double elevation, int width, int height) {
        float[] least = {Float.MAX_VALUE, Float.MAX_VALUE, Float.MAX_VALUE};
        float[] most = {-Float.MAX_VALUE, -Float.MAX_VALUE, -Float.MAX_VALUE};
        for (int i = 0; i < vertices.length; i++) {
            least[i % 3] = Math.min(least[i % 3], vertices[i]);
            most[i % 3] = Math.max(most[i % 3], vertices[i]);
        }
        float[] middle = new float[3];
        for (int a = 0; a < 3; a++) {
            middle[a] = 0.5f * (least[a] + most[a]);
        }
        double flat = 0;
        for (int i = 0; i < vertices.length; i += 3) {
            flat = Math.max(flat, Math.hypot(vertices[i] - middle[0], vertices[i + 2] - middle[2]));
        }
        Intrinsics lens = Intrinsics.centred(width, height, (float) FOV_RADIANS);
        double halfHeight = Math.tan(FOV_RADIANS / 2) * FILL;
        double halfWidth = halfHeight * width / height;
        // From every side at most `flat` to the left and right, and half its height up and down, nearer by `flat`.
        double tall = 0.5 * (most[1] - least[1]) * Math.cos(elevation) + flat * Math.sin(Math.abs(elevation));
        double distance = Math.max(flat / Math.sin(Math.atan(halfWidth)), tall / halfHeight + 0.6 * flat);
        return new StudioCamera(middle, Math.max(1e-3, distance), azimuth, elevation, lens);
    }

    /** The same, as near as the animal allows that stands still in front of it. */
    StudioCamera closer(float[] vertices) {
        double[] m = cameraFromWorld();
        double halfHeight = Math.tan(FOV_RADIANS / 2) * FILL;
        double halfWidth = halfHeight * intrinsics.cx() / intrinsics.cy();
        double distance = 0;
        for (int i = 0; i < vertices.length; i += 3) {
            double[] c = new double[3];
            for (int r = 0; r < 3; r++) {
                for (int a = 0; a < 3; a++) {
                    c[r] += m[3 * r + a] * (vertices[i + a] - target[a]);
                }
            }
            distance = Math.max(distance, Math.max(Math.abs(c[0]) / halfWidth, Math.abs(c[1]) / halfHeight) - c[2]);
        }
        return new StudioCamera(
                target,
                Math.min(distanceMetres, Math.max(1e-3, distance)),
                azimuthRadians,
                elevationRadians,
                intrinsics);
    }

    StudioCamera turnedTo(double azimuth) {
        return new StudioCamera(target, distanceMetres, azimuth, elevationRadians, intrinsics);
    }

    /** Position in the world. */
    double[] eye() {
        double flat = distanceMetres * Math.cos(elevationRadians);
        return new double[] {
            target[0] + flat * Math.sin(azimuthRadians),
            target[1] + distanceMetres * Math.sin(elevationRadians),
            target[2] + flat * Math.cos(azimuthRadians)
        };
    }

    /** 3 x 3, row-major: the camera's right, down and forward in the world. */
    double[] cameraFromWorld() {
        double sa = Math.sin(azimuthRadians);
        double ca = Math.cos(azimuthRadians);
        double se = Math.sin(elevationRadians);
        double ce = Math.cos(elevationRadians);
        return new double[] {ca, 0, -sa, se * sa, -ce, se * ca, -ce * sa, -se, -ce * ca};
    }
}
