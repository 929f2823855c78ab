package io.canter.training.scene;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;

/** Samples side by side to look at: image, Q of the first layer in colours, P's depth, number of layers. */
final class ContactSheet {
    private static final int PER_ROW = 4;
    private static final int TILES = 4;

    private ContactSheet() {}

    static void write(List<Sample> samples, Path file) throws IOException {
        int size = samples.get(0).imageSize();
        int rows = (samples.size() + PER_ROW - 1) / PER_ROW;
        BufferedImage sheet = new BufferedImage(PER_ROW * TILES * size, rows * size, BufferedImage.TYPE_INT_RGB);
        for (int n = 0; n < samples.size(); n++) {
            int x = n % PER_ROW * TILES * size;
            int y = n / PER_ROW * size;
            for (int p = 0; p < size * size; p++) {
                draw(samples.get(n), sheet, x, y, p % size, p / size);
            }
        }
        Path parent = file.toAbsolutePath().getParent();
        Files.createDirectories(parent);
        if (!ImageIO.write(sheet, "png", file.toFile())) {
            throw new IOException("no PNG writer for " + file);
        }
    }

    private static void draw(Sample s, BufferedImage sheet, int x, int y, int i, int j) {
        int size = s.imageSize();
        int plane = size * size;
        int p = j * size + i;
        sheet.setRGB(
                x + i, y + j, rgb(s.image()[p] & 0xff, s.image()[p + plane] & 0xff, s.image()[p + 2 * plane] & 0xff));
        int maps = s.mapSize() * s.mapSize();
        int q = j * s.mapSize() / size * s.mapSize() + i * s.mapSize() / size;
        int count = 0;
        for (int layer = 0; layer < s.layers(); layer++) {
            count += s.occupancy()[layer * maps + q];
        }
        if (count == 0) {
            return;
        }
        int red = byteOf((s.canonical()[q] + 0.35f) / 0.7f);
        int green = byteOf(s.canonical()[q + maps] / 1.9f);
        int blue = byteOf((s.canonical()[q + 2 * maps] + 1) / 2.6f);
        sheet.setRGB(x + size + i, y + j, rgb(red, green, blue));
        int depth = byteOf(0.5f - s.posed()[q + 2 * maps] / 3);
        sheet.setRGB(x + 2 * size + i, y + j, rgb(depth, depth, depth));
        int level = 60 * count;
        sheet.setRGB(x + 3 * size + i, y + j, rgb(level, level, count % 2 == 0 ? level : 255));
    }

    private static int byteOf(float unit) {
        return Math.max(0, Math.min(255, Math.round(255 * unit)));
    }

    private static int rgb(int r, int g, int b) {
        return r << 16 | g << 8 | b;
    }
}
