package io.canter.tracking;

/**
 * Makes a whole coat of what has been seen of it. The colours x of the vertices minimise
 *
 * <pre>sum over vertices w |x - seen|^2 + w' |x - mirrored|^2 + sum over edges s |x - x'|^2</pre>
 *
 * with a weak spring s: what was seen well keeps its colour, what was not takes that of the other side, and what
 * neither side shows is filled from its surroundings as heat would. Buffers are reused; one instance serves one thread.
 */
final class CoatFiller {
    /** Weight from which on a vertex counts as seen. */
    static final float SEEN_MIN = 0.12f;
    /** Of the weight of the other side: animals are only about symmetric, so a fair view of its own beats it. */
    private static final float MIRROR_SHARE = 0.02f;
    /** However well the other side is known. */
    private static final float MIRROR_MAX = 0.15f;

    private static final float SPRING = 0.03f;
    private static final int SWEEPS = 40;
    /** The mirror image of a template's vertex lies on its surface; farther than this it has none, metres. */
    private static final double MIRROR_REACH_METRES = 0.05;
    /** A coat that changed by less than this on average over all channels (0..255) is not worth sending. */
    private static final double CHANGE_MIN = 0.7;

    private final int vertexCount;
    private final int[] mirrors; // 3 per vertex: the corners around its mirror image, or -1
    private final float[] mirrorWeights; // 3 per vertex
    private final int[] neighbourStart;
    private final int[] neighbours;
    private final float[] target; // 3 per vertex: mean of what is known
    private final float[] pull; // how strongly
    private final float[] x; // the solution
    private final int[] order; // known vertices first, then outwards from them
    private final boolean[] reached;
    private final boolean[] mirrored;

    CoatFiller(Rig rig) {
        Mesh mesh = rig.mesh();
        vertexCount = mesh.vertexCount();
        mirrors = new int[3 * vertexCount];
        mirrorWeights = new float[3 * vertexCount];
        findMirrors(mesh);
        neighbourStart = new int[vertexCount + 1];
        neighbours = new int[2 * mesh.triangles().length];
        connect(mesh.triangles());
        target = new float[3 * vertexCount];
        pull = new float[vertexCount];
        x = new float[3 * vertexCount];
        order = new int[vertexCount];
        reached = new boolean[vertexCount];
        mirrored = new boolean[vertexCount];
    }

    private void findMirrors(Mesh mesh) {
        SurfaceIndex index = new SurfaceIndex(mesh);
        SurfaceIndex.Hit hit = new SurfaceIndex.Hit();
        float[] p = mesh.vertices();
        for (int v = 0; v < vertexCount; v++) {
            if (!index.nearest(-p[3 * v], p[3 * v + 1], p[3 * v + 2], MIRROR_REACH_METRES, hit)) {
                mirrors[3 * v] = -1;
                continue;
            }
            for (int c = 0; c < 3; c++) {
                mirrors[3 * v + c] = mesh.triangles()[3 * hit.triangle + c];
            }
            mirrorWeights[3 * v] = (float) hit.u;
            mirrorWeights[3 * v + 1] = (float) hit.v;
            mirrorWeights[3 * v + 2] = (float) hit.w;
        }
    }

    /** Each triangle links each of its corners with the two others; inner edges count twice, which harms nothing. */
    private void connect(int[] triangles) {
        for (int corner : triangles) {
            neighbourStart[corner + 1] += 2;
        }
        for (int v = 0; v < vertexCount; v++) {
            neighbourStart[v + 1] += neighbourStart[v];
        }
        int[] next = neighbourStart.clone();
        for (int t = 0; t < triangles.length; t += 3) {
            for (int c = 0; c < 3; c++) {
                int v = triangles[t + c];
                neighbours[next[v]++] = triangles[t + (c + 1) % 3];
                neighbours[next[v]++] = triangles[t + (c + 2) % 3];
            }
        }
    }

    /**
     * The coat to show from now on: {@code shown} itself where it would hardly change.
     *
     * @param colours 3 per vertex, 0..255
     * @param weights 1 per vertex, 0 where nothing is known
     */
    Coat renewed(Coat shown, float[] colours, float[] weights) {
        int known = gather(colours, weights);
        if (known == 0) {
            return shown;
        }
        spread(known);
        for (int sweep = 0; sweep < SWEEPS; sweep++) {
            relax();
        }
        byte[] next = new byte[3 * vertexCount];
        byte[] origins = new byte[vertexCount];
        long change = 0;
        for (int v = 0; v < vertexCount; v++) {
            origins[v] = weights[v] >= SEEN_MIN ? Coat.SEEN : mirrored[v] ? Coat.MIRRORED : Coat.FILLED;
            for (int i = 3 * v; i < 3 * v + 3; i++) {
                int value = Math.max(0, Math.min(255, Math.round(x[i])));
                next[i] = (byte) value;
                change += Math.abs(value - (shown.colours()[i] & 0xff));
            }
        }
        boolean same = shown.known() && change < CHANGE_MIN * next.length;
        return same ? shown : new Coat(next, origins, shown.version() + 1);
    }

    /** Mixes what each vertex and its mirror image know; returns how many know anything, and puts them first. */
    private int gather(float[] colours, float[] weights) {
        int known = 0;
        for (int v = 0; v < vertexCount; v++) {
            // What is hardly seen is worth less than its weight: strays have not been told from the rest yet.
            float own = weights[v] * weights[v] / (weights[v] + SEEN_MIN);
            float other = 0;
            for (int c = 3 * v; c < 3 * v + 3 && mirrors[3 * v] >= 0; c++) {
                other += mirrorWeights[c] * weights[mirrors[c]];
            }
            mirrored[v] = other >= SEEN_MIN;
            float say = Math.min(MIRROR_MAX, MIRROR_SHARE * other);
            pull[v] = own + say;
            // What pulls less than the springs do must not seed the rest: sweeps would never wash it out.
            reached[v] = pull[v] > SPRING;
            if (reached[v]) {
                order[known++] = v;
            } else {
                pull[v] = 0;
                continue;
            }
            for (int k = 0; k < 3; k++) {
                double sum = own * colours[3 * v + k];
                for (int c = 3 * v; c < 3 * v + 3 && say > 0; c++) {
                    int m = mirrors[c];
                    sum += say * mirrorWeights[c] * weights[m] / other * colours[3 * m + k];
                }
                target[3 * v + k] = (float) (sum / pull[v]);
            }
        }
        return known;
    }

    /** A start for the rest: outwards from what is known, each vertex the mean of those reached before it. */
    private void spread(int known) {
        int end = known;
        double[] mean = new double[3];
        for (int i = 0; i < known; i++) {
            for (int k = 0; k < 3; k++) {
                x[3 * order[i] + k] = target[3 * order[i] + k];
                mean[k] += target[3 * order[i] + k] / known;
            }
        }
        for (int i = 0; i < end; i++) {
            for (int n = neighbourStart[order[i]]; n < neighbourStart[order[i] + 1]; n++) {
                int v = neighbours[n];
                if (!reached[v]) {
                    reached[v] = true;
                    System.arraycopy(x, 3 * order[i], x, 3 * v, 3);
                    order[end++] = v;
                }
            }
        }
        for (int v = 0; v < vertexCount; v++) {
            if (!reached[v]) { // a piece of the mesh of which nothing is known
                for (int k = 0; k < 3; k++) {
                    x[3 * v + k] = (float) mean[k];
                }
                order[end++] = v;
            }
        }
    }

    /** One sweep of Gauss and Seidel. */
    private void relax() {
        for (int v : order) {
            int from = neighbourStart[v];
            int to = neighbourStart[v + 1];
            if (from == to) {
                continue;
            }
            float spring = SPRING / (to - from);
            float r = pull[v] * target[3 * v];
            float g = pull[v] * target[3 * v + 1];
            float b = pull[v] * target[3 * v + 2];
            for (int n = from; n < to; n++) {
                int o = 3 * neighbours[n];
                r += spring * x[o];
                g += spring * x[o + 1];
                b += spring * x[o + 2];
            }
            float inverse = 1 / (pull[v] + SPRING);
            x[3 * v] = r * inverse;
            x[3 * v + 1] = g * inverse;
            x[3 * v + 2] = b * inverse;
        }
    }
}
