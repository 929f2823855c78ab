package io.canter.tracking;

import io.canter.inference.CropCamera;
import io.canter.inference.Detection;
import io.canter.inference.DualPointMaps;
import io.canter.ingest.Intrinsics;

/**
 * Compares the drawn mesh with the visible mask and says which point of the mesh should move to which ray: mesh where
 * there is no mask goes to the mask, and mask without mesh draws mesh near. Partners are sought near in the picture and
 * on the template at once, left and right taken as one, so that a hind leg looks for hind legs.
 */
final class Outline {
    /** Bound on points for each of the two directions; cost is linear in it. */
    static final int POINTS_MAX = 220;
    /** Bound on partners looked at for each of them. */
    private static final int PARTNERS_MAX = 700;
    /** The mesh is drawn this part of the map's edge beyond each border: parts outside the crop are wrong there too. */
    private static final double BORDER = 0.2;

    private static final float OCCUPIED = 0.5f;
    /** A partner farther than this in the picture (metres at the animal) says nothing. */
    private static final double REACH_METRES = 0.45;
    /** One metre on the template counts as this much in the picture. */
    private static final double TEMPLATE_SHARE = 0.5;

    /** Numbers of a place: two in the picture, three on the template. */
    private static final int PLACE = 5;

    private static final double SIGMA = 0.08;
    private static final double WEIGHT = 2;

    private final Rig rig;
    private final MeshInCrop mesh;
    private final int[] own = new int[POINTS_MAX];
    private final int[] partners = new int[PARTNERS_MAX];
    private int[] candidates = new int[0];
    private final double[] ownPlace = new double[PLACE];
    private final double[] partnerPlaces = new double[PLACE * PARTNERS_MAX];
    private int size; // edge of the map, pixels
    private int border;
    private int edge; // size + 2 border
    private LayeredRasterizer drawn;
    private boolean[] mask = new boolean[0];
    private boolean[] known = new boolean[0]; // whether a pixel without mask shows that no animal is there
    private float[] canonical = new float[0]; // 3 per pixel of the drawing: |x|, y, z as seen by the network
    private float[] meshCanonical = new float[0]; // the same as drawn
    private CropCamera camera;

    Outline(Rig rig) {
        this.rig = rig;
        mesh = new MeshInCrop(rig);
    }

    /** Takes the mask of a detection in a frame of the given size. */
    void read(Detection detection, Intrinsics frameCamera, int width, int height) {
        DualPointMaps maps = detection.maps();
        camera = detection.camera();
        resize(maps.size());
        float[] q = maps.canonical();
        int plane = size * size;
        double reach = (double) edge / size * camera.tanHalf();
        // What lies between four directions that the frame shows it shows as well: all bounds are straight lines.
        boolean all = isInFrame(-reach, -reach, frameCamera, width, height)
                && isInFrame(reach, -reach, frameCamera, width, height)
                && isInFrame(-reach, reach, frameCamera, width, height)
                && isInFrame(reach, reach, frameCamera, width, height);
        for (int j = 0; j < edge; j++) {
            double y = (2 * (j - border + 0.5) / size - 1) * camera.tanHalf();
            for (int i = 0; i < edge; i++) {
                int at = j * edge + i;
                double x = (2 * (i - border + 0.5) / size - 1) * camera.tanHalf();
                known[at] = all || isInFrame(x, y, frameCamera, width, height);
                boolean inMap = i >= border && j >= border && i < border + size && j < border + size;
                int pixel = (j - border) * size + i - border;
                mask[at] = inMap && known[at] && maps.occupancy()[pixel] > OCCUPIED;
                if (mask[at]) {
                    canonical[3 * at] = Math.abs(q[pixel]);
                    canonical[3 * at + 1] = q[plane + pixel];
                    canonical[3 * at + 2] = q[2 * plane + pixel];
                }
            }
        }
        forgetBeyondCuts();
    }

    /** Whether the frame shows what lies in a direction of the crop camera with z = 1. */
    private boolean isInFrame(double x, double y, Intrinsics frameCamera, int width, int height) {
        float[] m = camera.frameFromCrop();
        double z = m[6] * x + m[7] * y + m[8];
        double column = frameCamera.fx() * (m[0] * x + m[1] * y + m[2]) + frameCamera.cx() * z;
        double row = frameCamera.fy() * (m[3] * x + m[4] * y + m[5]) + frameCamera.cy() * z;
        return z > 0 && column > 0 && row > 0 && column < width * z && row < height * z;
    }

    /** Where the crop cuts the mask, the animal goes on outside. */
    private void forgetBeyondCuts() {
        boolean left = false;
        boolean right = false;
        boolean top = false;
        boolean bottom = false;
        for (int k = border; k < border + size; k++) {
            left |= mask[k * edge + border];
            right |= mask[k * edge + border + size - 1];
            top |= mask[border * edge + k];
            bottom |= mask[(border + size - 1) * edge + k];
        }
        if (!(left || right || top || bottom)) {
            return;
        }
        for (int j = 0; j < edge; j++) {
            for (int i = 0; i < edge; i++) {
                boolean beyond = (left && i < border)
                        || (right && i >= border + size)
                        || (top && j < border)
                        || (bottom && j >= border + size);
                known[j * edge + i] &= !beyond;
            }
        }
    }

    private void resize(int mapSize) {
        if (size == mapSize) {
            return;
        }
        size = mapSize;
        border = (int) Math.round(BORDER * size);
        edge = size + 2 * border;
        drawn = new LayeredRasterizer(edge, edge, 1);
        candidates = new int[edge * edge];
        mask = new boolean[edge * edge];
        known = new boolean[edge * edge];
        canonical = new float[3 * edge * edge];
        meshCanonical = new float[3 * edge * edge];
    }

    /** Replaces the outline's points in the list by those for the present pose. */
    void match(Body body, ArticulatedFit pose, Correspondences points) {
        points.dropOutline();
        float[] vertices = mesh.pose(body, pose, camera);
        double focal = 0.5 * size / camera.tanHalf();
        drawn.rasterize(vertices, rig.mesh().triangles(), focal, focal, 0.5 * edge, 0.5 * edge, true);
        for (int j = drawn.hitY0(); j < drawn.hitY1(); j++) {
            for (int at = j * edge + drawn.hitX0(); at < j * edge + drawn.hitX1(); at++) {
                if (drawn.hit(0, at)) {
                    readDrawn(at);
                }
            }
        }
        double pitch = Math.max(0.1, mesh.rootDepth()) / focal;
        match(false, pitch, points);
        match(true, pitch, points);
    }

    /** Intersection over union of mask and mesh as drawn last, where it is known what is there. */
    double overlap() {
        int common = 0;
        int union = 0;
        for (int at = 0; at < mask.length; at++) {
            boolean inMesh = drawn.hit(0, at) && known[at];
            common += inMesh && mask[at] ? 1 : 0;
            union += inMesh || mask[at] ? 1 : 0;
        }
        return union == 0 ? 0 : (double) common / union;
    }

    private void readDrawn(int at) {
        int[] corners = rig.mesh().triangles();
        float[] rest = rig.mesh().vertices();
        int t = 3 * drawn.triangle(0, at);
        float second = drawn.weight1(0, at);
        float third = drawn.weight2(0, at);
        float first = 1 - second - third;
        for (int a = 0; a < 3; a++) {
            meshCanonical[3 * at + a] = first * rest[3 * corners[t] + a]
                    + second * rest[3 * corners[t + 1] + a]
                    + third * rest[3 * corners[t + 2] + a];
        }
        meshCanonical[3 * at] = Math.abs(meshCanonical[3 * at]);
    }

    /**
     * One direction.
     *
     * @param fromMask mask pixels without mesh seek mesh; otherwise mesh outside the mask seeks mask
     * @param pitch metres a pixel at the animal
     */
    private void match(boolean fromMask, double pitch, Correspondences points) {
        int seekers = collect(fromMask, false, own);
        int found = collect(!fromMask, true, partners);
        if (seekers == 0 || found == 0) {
            return;
        }
        double reach = REACH_METRES / pitch;
        double template = TEMPLATE_SHARE / pitch;
        float[] from = fromMask ? canonical : meshCanonical;
        float[] to = fromMask ? meshCanonical : canonical;
        int partnerCount = Math.min(found, PARTNERS_MAX);
        // Side by side, in pixels all five: the search below is much of what this class costs.
        for (int l = 0; l < partnerCount; l++) {
            place(partners[l], to, template, partnerPlaces, PLACE * l);
        }
        double weight = WEIGHT * Math.max(1, (double) seekers / POINTS_MAX);
        int below = 0;
        for (int k = 0; k < Math.min(seekers, POINTS_MAX); k++) {
            int at = own[k];
            place(at, from, template, ownPlace, 0);
            // Both stand row by row.
            while (below < partnerCount && partnerPlaces[PLACE * below + 1] < ownPlace[1]) {
                below++;
            }
            int partner = nearest(reach * reach, below, partnerCount);
            if (partner >= 0) {
                int other = partners[partner];
                add(fromMask ? other : at, fromMask ? at : other, weight, points);
            }
        }
    }

    /** A pixel's place in the picture and on the template, in pixels. */
    private void place(int pixel, float[] q, double template, double[] into, int at) {
        into[at] = pixel % edge;
        into[at + 1] = pixel / edge;
        for (int a = 0; a < 3; a++) {
            into[at + 2 + a] = template * q[3 * pixel + a];
        }
    }

    /**
     * The partner nearest to {@code ownPlace}; -1 if none is within {@code bound}, squared pixels. From the own row both
     * ways, until the rows alone are farther off than what is found.
     *
     * @param below first partner of the own row or of one below it
     */
    private int nearest(double bound, int below, int partnerCount) {
        double best = bound;
        int partner = -1;
        for (int l = below; l < partnerCount && square(partnerPlaces[PLACE * l + 1] - ownPlace[1]) < best; l++) {
            double d = distanceSquared(l);
            if (d < best) {
                best = d;
                partner = l;
            }
        }
        for (int l = below - 1; l >= 0 && square(partnerPlaces[PLACE * l + 1] - ownPlace[1]) < best; l--) {
            double d = distanceSquared(l);
            if (d < best) {
                best = d;
                partner = l;
            }
        }
        return partner;
    }

    private double distanceSquared(int partner) {
        int i = PLACE * partner;
        return square(partnerPlaces[i] - ownPlace[0])
                + square(partnerPlaces[i + 1] - ownPlace[1])
                + square(partnerPlaces[i + 2] - ownPlace[2])
                + square(partnerPlaces[i + 3] - ownPlace[3])
                + square(partnerPlaces[i + 4] - ownPlace[4]);
    }

    private static double square(double v) {
        return v * v;
    }

    /** Draws the mesh at one pixel to the mask at another; the outline runs half a pixel before the first that is in. */
    private void add(int meshAt, int maskAt, double weight, Correspondences points) {
        double dx = maskAt % edge - meshAt % edge;
        double dy = maskAt / edge - meshAt / edge;
        double length = Math.hypot(dx, dy);
        double part = length > 0.5 ? (length - 0.5) / length : 0;
        double u = (meshAt % edge + part * dx + 0.5 - 0.5 * edge) * 2 / size * camera.tanHalf();
        double v = (meshAt / edge + part * dy + 0.5 - 0.5 * edge) * 2 / size * camera.tanHalf();
        double second = drawn.weight1(0, meshAt);
        double third = drawn.weight2(0, meshAt);
        points.addOutline(drawn.triangle(0, meshAt), 1 - second - third, second, camera, u, v, SIGMA, weight);
    }

    /**
     * Pixels that only one of mask and mesh has; for partners also the rim of what it has in common with the other.
     *
     * @return how many there are; an even choice of at most {@code into.length} is written
     */
    private int collect(boolean ofMask, boolean rimToo, int[] into) {
        int n = 0;
        int x0 = Math.max(1, ofMask ? border : drawn.hitX0());
        int y0 = Math.max(1, ofMask ? border : drawn.hitY0());
        int x1 = Math.min(edge - 1, ofMask ? border + size : drawn.hitX1());
        int y1 = Math.min(edge - 1, ofMask ? border + size : drawn.hitY1());
        for (int j = y0; j < y1; j++) {
            for (int at = j * edge + x0; at < j * edge + x1; at++) {
                if (isCandidate(at, ofMask, rimToo)) {
                    candidates[n++] = at;
                }
            }
        }
        int chosen = Math.min(n, into.length);
        for (int k = 0; k < chosen; k++) {
            into[k] = candidates[(int) (((k + 1L) * n - 1) / chosen)];
        }
        return n;
    }

    private boolean isCandidate(int at, boolean ofMask, boolean rimToo) {
        boolean inMask = mask[at];
        boolean inMesh = drawn.hit(0, at);
        if (ofMask ? !inMask : !inMesh || !known[at]) {
            return false;
        }
        if (ofMask ? !inMesh : !inMask) {
            return true;
        }
        return rimToo
                && (ofMask
                        ? !(mask[at - 1] && mask[at + 1] && mask[at - edge] && mask[at + edge])
                        : !(drawn.hit(0, at - 1)
                                && drawn.hit(0, at + 1)
                                && drawn.hit(0, at - edge)
                                && drawn.hit(0, at + edge)));
    }
}
