package io.canter.training.family;

import io.canter.tracking.Normals;
import java.awt.image.BufferedImage;
import java.util.Arrays;

/** Orthographic pictures of a mesh, shaded by a key light and a sky light: for judging shapes by eye. */
public final class Preview {
    private final int width;
    private final int height;
    private final double metresPerPixel;
    private final double[] centre;

    /** @param centre canonical point in the middle of the picture, metres */
    public Preview(int width, int height, double metresPerPixel, double... centre) {
        this.width = width;
        this.height = height;
        this.metresPerPixel = metresPerPixel;
        this.centre = centre.clone();
    }

    /** Side, three-quarter and front view of an animal at rest, 1500 x 600. */
    public static BufferedImage sheet(float[] vertices, int[] triangles) {
        BufferedImage sheet = new BufferedImage(1500, 600, BufferedImage.TYPE_INT_RGB);
        java.awt.Graphics2D g = sheet.createGraphics();
        g.drawImage(new Preview(650, 600, 0.0048, 0, 0.95, 0.12).draw(vertices, triangles, 0, 0), 0, 0, null);
        g.drawImage(new Preview(500, 600, 0.0052, 0, 0.95, 0.15).draw(vertices, triangles, 0.7, 0.2), 650, 0, null);
        g.drawImage(new Preview(350, 600, 0.0045, 0, 0.95, 0).draw(vertices, triangles, Math.PI / 2, 0), 1150, 0, null);
        g.dispose();
        return sheet;
    }

    /**
     * Draws the mesh.
     *
     * @param yaw 0 looks at the left side (the head to the left), pi/2 at the front; radians
     * @param pitch how far from above, radians
     */
    public BufferedImage draw(float[] vertices, int[] triangles, double yaw, double pitch) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < height; y++) {
            int g = 236 - 30 * y / height;
            for (int x = 0; x < width; x++) {
                image.setRGB(x, y, g << 16 | g << 8 | g + 4);
            }
        }
        float[] normals = new float[vertices.length];
        Normals.of(vertices, triangles, normals);
        double[] right = {Math.sin(yaw), 0, -Math.cos(yaw)};
        double[] away = {-Math.cos(yaw) * Math.cos(pitch), -Math.sin(pitch), -Math.sin(yaw) * Math.cos(pitch)};
        double[] up = cross(away, right, -1);
        int n = vertices.length / 3;
        double[] screen = new double[3 * n];
        for (int v = 0; v < n; v++) {
            screen[3 * v] = width / 2.0 + dot(vertices, v, right, centre) / metresPerPixel;
            screen[3 * v + 1] = height / 2.0 - dot(vertices, v, up, centre) / metresPerPixel;
            screen[3 * v + 2] = dot(vertices, v, away, centre);
        }
        double[] zBuffer = new double[width * height];
        Arrays.fill(zBuffer, Double.MAX_VALUE);
        double[] light = new double[3];
        for (int c = 0; c < 3; c++) {
            light[c] = -0.6 * away[c] - 0.45 * right[c] + 0.66 * up[c];
        }
        for (int t = 0; t < triangles.length; t += 3) {
            fill(image, zBuffer, screen, normals, light, triangles[t], triangles[t + 1], triangles[t + 2]);
        }
        return image;
    }

    private void fill(
            BufferedImage image, double[] zBuffer, double[] s, float[] normals, double[] light, int a, int b, int c) {
        double area = (s[3 * b] - s[3 * a]) * (s[3 * c + 1] - s[3 * a + 1])
                - (s[3 * b + 1] - s[3 * a + 1]) * (s[3 * c] - s[3 * a]);
        if (Math.abs(area) < 1e-12) {
            return;
        }
        int x0 = (int) Math.max(0, Math.min(s[3 * a], Math.min(s[3 * b], s[3 * c])));
        int x1 = (int) Math.min(width - 1, Math.max(s[3 * a], Math.max(s[3 * b], s[3 * c])) + 1);
        int y0 = (int) Math.max(0, Math.min(s[3 * a + 1], Math.min(s[3 * b + 1], s[3 * c + 1])));
        int y1 = (int) Math.min(height - 1, Math.max(s[3 * a + 1], Math.max(s[3 * b + 1], s[3 * c + 1])) + 1);
        for (int y = y0; y <= y1; y++) {
            for (int x = x0; x <= x1; x++) {
                double wb = ((x + 0.5 - s[3 * a]) * (s[3 * c + 1] - s[3 * a + 1])
                                - (y + 0.5 - s[3 * a + 1]) * (s[3 * c] - s[3 * a]))
                        / area;
                double wc = ((s[3 * b] - s[3 * a]) * (y + 0.5 - s[3 * a + 1])
                                - (s[3 * b + 1] - s[3 * a + 1]) * (x + 0.5 - s[3 * a]))
                        / area;
                double wa = 1 - wb - wc;
                if (wa < 0 || wb < 0 || wc < 0) {
                    continue;
                }
                double z = wa * s[3 * a + 2] + wb * s[3 * b + 2] + wc * s[3 * c + 2];
                if (z < zBuffer[y * width + x]) {
                    zBuffer[y * width + x] = z;
                    image.setRGB(x, y, shade(normals, light, a, b, c, wa, wb, wc, area > 0));
                }
            }
        }
    }

    private static int shade(
            float[] n, double[] light, int a, int b, int c, double wa, double wb, double wc, boolean back) {
        double nx = wa * n[3 * a] + wb * n[3 * b] + wc * n[3 * c];
        double ny = wa * n[3 * a + 1] + wb * n[3 * b + 1] + wc * n[3 * c + 1];
        double nz = wa * n[3 * a + 2] + wb * n[3 * b + 2] + wc * n[3 * c + 2];
        double l = Math.max(1e-9, Math.sqrt(nx * nx + ny * ny + nz * nz));
        double key = Math.max(0, (nx * light[0] + ny * light[1] + nz * light[2]) / l);
        double lit = 0.25 + 0.62 * key + 0.13 * (ny / l);
        if (back) {
            return 0xd03030; // an inside that shows is a hole: make it plain
        }
        return channel(lit, 196) << 16 | channel(lit, 152) << 8 | channel(lit, 112);
    }

    private static int channel(double lit, int value) {
        return (int) Math.max(0, Math.min(255, 1.15 * lit * value));
    }

    private static double dot(float[] p, int v, double[] axis, double[] centre) {
        return (p[3 * v] - centre[0]) * axis[0]
                + (p[3 * v + 1] - centre[1]) * axis[1]
                + (p[3 * v + 2] - centre[2]) * axis[2];
    }

    private static double[] cross(double[] a, double[] b, double sign) {
        return new double[] {
            sign * (a[1] * b[2] - a[2] * b[1]), sign * (a[2] * b[0] - a[0] * b[2]), sign * (a[0] * b[1] - a[1] * b[0])
        };
    }
}
