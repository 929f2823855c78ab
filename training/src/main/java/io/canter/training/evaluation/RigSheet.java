package io.canter.training.evaluation;

import io.canter.inference.DualPointMaps;
import io.canter.training.scene.Sample;
import io.canter.training.scene.SceneGenerator;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;

/** Pictures of foreign rigs to look at: each with Q as it should be and as the network has it. */
public final class RigSheet {
    private static final int CELL = SceneGenerator.IMAGE_SIZE;
    private static final int PER_ROW = 4;
    // A quarter of a clip's pictures; 60 rigs would be a sheet of 16 megapixels.
    private static final int EVERY = 3;
    private static final int TRIPLES_MAX = 480;

    private final List<BufferedImage> triples = new ArrayList<>();

    void add(String rig, String clip, int number, Sample sample, DualPointMaps found) {
        if (number % EVERY != 0 || triples.size() == TRIPLES_MAX) {
            return;
        }
        BufferedImage triple = new BufferedImage(3 * CELL, CELL, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < CELL * CELL; i++) {
            int rgb = (sample.image()[i] & 255) << 16
                    | (sample.image()[i + CELL * CELL] & 255) << 8
                    | (sample.image()[i + 2 * CELL * CELL] & 255);
            triple.setRGB(i % CELL, i / CELL, rgb);
        }
        float[] there = new float[sample.mapSize() * sample.mapSize()];
        for (int i = 0; i < there.length; i++) {
            there[i] = sample.occupancy()[i];
        }
        map(triple, CELL, sample.canonical(), there, sample.mapSize());
        map(triple, 2 * CELL, found.canonical(), found.occupancy(), found.size());
        Graphics2D g = triple.createGraphics();
        g.setColor(Color.WHITE);
        g.drawString(rig, 3, 12);
        g.drawString(clip.substring(clip.lastIndexOf('|') + 1), 3, CELL - 4);
        g.dispose();
        triples.add(triple);
    }

    /** In the colours of Q: left to right in red, height in green, tail to head in blue. */
    private static void map(BufferedImage image, int x0, float[] q, float[] occupancy, int size) {
        int plane = size * size;
        for (int i = 0; i < CELL * CELL; i++) {
            int p = i / CELL * size / CELL * size + i % CELL * size / CELL;
            int rgb = 0x202020;
            if (occupancy[p] > 0.5f) {
                rgb = shade(q[p] / 0.6f + 0.5f) << 16
                        | shade(q[p + plane] / 2) << 8
                        | shade(q[p + 2 * plane] / 2.6f + 0.45f);
            }
            image.setRGB(x0 + i % CELL, i / CELL, rgb);
        }
    }

    private static int shade(float share) {
        return Math.round(255 * Math.max(0, Math.min(1, share)));
    }

    /** Rows of triples: picture, true Q, found Q. */
    public BufferedImage draw() {
        int rows = Math.max(1, (triples.size() + PER_ROW - 1) / PER_ROW);
        BufferedImage out = new BufferedImage(PER_ROW * 3 * CELL, rows * CELL, BufferedImage.TYPE_INT_RGB);
        Graphics2D g = out.createGraphics();
        for (int i = 0; i < triples.size(); i++) {
            g.drawImage(triples.get(i), i % PER_ROW * 3 * CELL, i / PER_ROW * CELL, null);
        }
        g.dispose();
        return out;
    }
}
