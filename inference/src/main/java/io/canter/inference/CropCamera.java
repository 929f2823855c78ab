package io.canter.inference;

import io.canter.ingest.Intrinsics;

/**
 * The virtual pinhole camera of a square crop. It stands where the frame's camera stands, but looks at the crop's
 * centre. Its columns stay upright: the frame's y axis lies in the crop's y-z plane, so that "down" in a crop is "down"
 * in the frame.
 *
 * @param frameFromCrop rotation, 3 x 3 row-major: a direction in the crop camera to one in the frame's camera
 * @param tanHalf tangent of half the field of view: a map pixel (column i, row j of s) looks along
 *     {@code ((2(i+0.5)/s-1)*tanHalf, (2(j+0.5)/s-1)*tanHalf, 1)} in the crop camera (x right, y down, z forward)
 */
public record CropCamera(float[] frameFromCrop, float tanHalf) {
    /** Directions flatter than this against the crop's image plane are not projected: 1/20 is a view of 174 degrees. */
    private static final double DEPTH_MIN = 0.05;

    public CropCamera {
        if (frameFromCrop.length != 9) {
            throw new IllegalArgumentException("rotation needs 9 numbers, got " + frameFromCrop.length);
        }
        if (!(tanHalf > 0)) {
            throw new IllegalArgumentException("tanHalf must be > 0, was " + tanHalf);
        }
    }

    /**
     * The camera that looks at the centre of a box and sees the whole box.
     *
     * @param box full-frame pixels; may reach over the frame's border
     * @param margin factor on the smallest field that holds the box; 1 touches it
     */
    public static CropCamera lookingAt(Box box, Intrinsics camera, float margin) {
        if (!(margin > 0)) {
            throw new IllegalArgumentException("crop margin must be > 0, was " + margin);
        }
        double dx = (box.centreX() - camera.cx()) / camera.fx();
        double dy = (box.centreY() - camera.cy()) / camera.fy();
        double norm = Math.sqrt(dx * dx + dy * dy + 1);
        double zx = dx / norm;
        double zy = dy / norm;
        double zz = 1 / norm;
        // right = down x forward with down = (0, 1, 0); never degenerate, as forward has z > 0
        double flat = Math.hypot(zx, zz);
        double xx = zz / flat;
        double xz = -zx / flat;
        // y = z cross x, with x.y = 0
        double yx = zy * xz;
        double yy = zz * xx - zx * xz;
        double yz = -zy * xx;
        double reach = 0;
        for (int corner = 0; corner < 4; corner++) {
            double px = (box.x() + (corner & 1) * box.width() - camera.cx()) / camera.fx();
            double py = (box.y() + (corner >> 1) * box.height() - camera.cy()) / camera.fy();
            double depth = Math.max(zx * px + zy * py + zz, DEPTH_MIN);
            reach = Math.max(reach, Math.abs(xx * px + xz) / depth);
            reach = Math.max(reach, Math.abs(yx * px + yy * py + yz) / depth);
        }
        float[] frameFromCrop = {
            (float) xx, (float) yx, (float) zx, 0f, (float) yy, (float) zy, (float) xz, (float) yz, (float) zz
        };
        return new CropCamera(frameFromCrop, (float) (margin * reach));
    }

    /**
     * Where a point of the crop's image plane lies in the frame.
     *
     * @param u 0..1 from the crop's left border to its right
     * @param v 0..1 from the crop's top border to its bottom
     * @param out receives x and y, full-frame pixels; NaN where the ray leaves the frame's half space
     */
    public void projectToFrame(float u, float v, Intrinsics camera, float[] out) {
        double x = (2.0 * u - 1) * tanHalf;
        double y = (2.0 * v - 1) * tanHalf;
        float[] r = frameFromCrop;
        double fx = r[0] * x + r[1] * y + r[2];
        double fy = r[3] * x + r[4] * y + r[5];
        double fz = r[6] * x + r[7] * y + r[8];
        if (fz <= 0) {
            out[0] = Float.NaN;
            out[1] = Float.NaN;
            return;
        }
        out[0] = (float) (camera.fx() * fx / fz + camera.cx());
        out[1] = (float) (camera.fy() * fy / fz + camera.cy());
    }

    /**
     * Where a pixel of the frame lies in the crop: the inverse of {@link #projectToFrame}.
     *
     * @param out receives u and v, 0..1 inside the crop; NaN where the pixel's ray lies behind the crop's image plane
     */
    public void projectFromFrame(float frameX, float frameY, Intrinsics camera, float[] out) {
        double x = (frameX - camera.cx()) / camera.fx();
        double y = (frameY - camera.cy()) / camera.fy();
        float[] r = frameFromCrop;
        double cz = r[2] * x + r[5] * y + r[8];
        if (!(cz > 0)) {
            out[0] = Float.NaN;
            out[1] = Float.NaN;
            return;
        }
        double cx = (r[0] * x + r[3] * y + r[6]) / cz;
        double cy = (r[1] * x + r[4] * y + r[7]) / cz;
        out[0] = (float) (0.5 * (cx / tanHalf + 1));
        out[1] = (float) (0.5 * (cy / tanHalf + 1));
    }

    /**
     * The homography that carries crop pixels to frame pixels: K_frame * R * K_crop^-1, both with pixel centres at
     * +0.5.
     *
     * @param size edge of the crop in pixels
     * @param out receives 9 numbers, row-major
     */
    void frameFromCropPixels(Intrinsics camera, int size, double[] out) {
        double step = 2.0 * tanHalf / size;
        for (int row = 0; row < 3; row++) {
            double a = frameFromCrop[3 * row];
            double b = frameFromCrop[3 * row + 1];
            out[3 * row] = a * step;
            out[3 * row + 1] = b * step;
            out[3 * row + 2] = frameFromCrop[3 * row + 2] - (double) tanHalf * (a + b);
        }
        for (int k = 0; k < 3; k++) {
            out[k] = camera.fx() * out[k] + camera.cx() * out[6 + k];
            out[3 + k] = camera.fy() * out[3 + k] + camera.cy() * out[6 + k];
        }
    }

    /**
     * The frame's box around a rectangle of the crop, given as fractions 0..1 of the crop's edge.
     *
     * @return full-frame pixels, not cut at the frame's border
     */
    public Box boxInFrame(float left, float top, float right, float bottom, Intrinsics camera) {
        float minX = Float.POSITIVE_INFINITY;
        float minY = Float.POSITIVE_INFINITY;
        float maxX = Float.NEGATIVE_INFINITY;
        float maxY = Float.NEGATIVE_INFINITY;
        float[] p = new float[2];
        // A homography keeps straight lines straight: the extent of a quadrangle is that of its corners.
        for (int corner = 0; corner < 4; corner++) {
            projectToFrame((corner & 1) == 0 ? left : right, (corner >> 1) == 0 ? top : bottom, camera, p);
            if (Float.isNaN(p[0])) {
                throw new IllegalArgumentException("crop rectangle " + left + "," + top + " to " + right + "," + bottom
                        + " reaches behind the frame's camera");
            }
            minX = Math.min(minX, p[0]);
            maxX = Math.max(maxX, p[0]);
            minY = Math.min(minY, p[1]);
            maxY = Math.max(maxY, p[1]);
        }
        return new Box(minX, minY, maxX - minX, maxY - minY);
    }
}
