package io.canter.training.scene;

/** Value noise on the integer lattice, 0..1, repeatable from a seed. */
final class Noise {
    private Noise() {}

    static float at(int seed, float x, float y) {
        int ix = floor(x);
        int iy = floor(y);
        float fx = smooth(x - ix);
        float fy = smooth(y - iy);
        int hy0 = iy * 0x27D4EB2F ^ seed;
        int hy1 = (iy + 1) * 0x27D4EB2F ^ seed;
        int hx0 = ix * 0x165667B1;
        int hx1 = (ix + 1) * 0x165667B1;
        float a = lerp(hash(hx0 + hy0), hash(hx1 + hy0), fx);
        float b = lerp(hash(hx0 + hy1), hash(hx1 + hy1), fx);
        return lerp(a, b, fy);
    }

    static float at(int seed, float x, float y, float z) {
        int iz = floor(z);
        float fz = smooth(z - iz);
        return lerp(at(seed + iz * 0x3C6EF372, x, y), at(seed + (iz + 1) * 0x3C6EF372, x, y), fz);
    }

    /** Sum of octaves, each twice as fine and half as strong, scaled to 0..1. */
    static float octaves(int seed, float x, float y, int count) {
        float sum = 0;
        float weight = 1;
        float total = 0;
        for (int k = 0; k < count; k++) {
            sum += weight * at(seed + k, x, y);
            total += weight;
            weight *= 0.5f;
            x *= 2.03f;
            y *= 2.03f;
        }
        return sum / total;
    }

    static float octaves(int seed, float x, float y, float z, int count) {
        float sum = 0;
        float weight = 1;
        float total = 0;
        for (int k = 0; k < count; k++) {
            sum += weight * at(seed + k, x, y, z);
            total += weight;
            weight *= 0.5f;
            x *= 2.03f;
            y *= 2.03f;
            z *= 2.03f;
        }
        return sum / total;
    }

    /** White noise, 0..1. */
    static float white(int seed, int x, int y) {
        return hash((x * 0x165667B1) + (y * 0x27D4EB2F ^ seed));
    }

    static float step(float from, float to, float x) {
        float t = (x - from) / (to - from);
        return t <= 0 ? 0 : t >= 1 ? 1 : smooth(t);
    }

    static float lerp(float a, float b, float t) {
        return a + (b - a) * t;
    }

    private static float smooth(float t) {
        return t * t * (3 - 2 * t);
    }

    private static int floor(float x) {
        int i = (int) x;
        return x < i ? i - 1 : i;
    }

    private static float hash(int h) {
        h ^= h >>> 15;
        h *= 0x2C1B3C6D;
        h ^= h >>> 12;
        h *= 0x297A2D39;
        h ^= h >>> 15;
        return (h >>> 8) * 0x1p-24f;
    }
}
