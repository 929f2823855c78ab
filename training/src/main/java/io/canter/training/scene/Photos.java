package io.canter.training.scene;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import javax.imageio.ImageIO;

/**
 * Photographs without animals, for backgrounds that no formula makes. A random window of a random picture fills the
 * canvas; a picture twice as wide as high is taken for a panorama, whose left border goes on at its right. Never
 * changes once read, so that many threads share one.
 */
public final class Photos {
    // 256 pictures of 512 x 256 take 100 MB; more is a data set, not a folder of photographs.
    private static final int PICTURES_MAX = 256;
    private static final int EDGE_MAX = 4096;
    // Smaller windows are all blur when they fill a crop.
    private static final int WINDOW_MIN = 48;
    // On a coat a vertex every two to three centimetres takes a colour: finer pictures would be noise.
    private static final float TEXTURE_PIXELS_PER_METRE_MAX = 80;
    private static final float TEXTURE_METRES = 2.2f; // as high as an animal
    private static final float TEXTURE_SCALE_MIN = 0.3f;
    private static final float[] LINEAR = linear();

    /** @param rgb height x width x 3 bytes as shown on a display */
    record Picture(int width, int height, byte[] rgb) {
        boolean goesRound() {
            return width == 2 * height;
        }

        /** Bilinear, linear RGB; x and y in pixels, pixel centres at +0.5. */
        void look(float x, float y, float[] out, int at, int plane) {
            int left = (int) Math.floor(x - 0.5f);
            int top = (int) Math.floor(y - 0.5f);
            float fx = x - 0.5f - left;
            float fy = y - 0.5f - top;
            int x0 = column(left);
            int x1 = column(left + 1);
            int y0 = Math.max(0, Math.min(height - 1, top)) * width;
            int y1 = Math.max(0, Math.min(height - 1, top + 1)) * width;
            for (int k = 0; k < 3; k++) {
                float upper = (1 - fx) * value(y0 + x0, k) + fx * value(y0 + x1, k);
                float lower = (1 - fx) * value(y1 + x0, k) + fx * value(y1 + x1, k);
                out[at + k * plane] = (1 - fy) * upper + fy * lower;
            }
        }

        private int column(int x) {
            return goesRound() ? Math.floorMod(x, width) : Math.max(0, Math.min(width - 1, x));
        }

        private float value(int pixel, int channel) {
            return LINEAR[rgb[3 * pixel + channel] & 0xff];
        }
    }

    private final List<Picture> pictures;

    private Photos(List<Picture> pictures) {
        this.pictures = List.copyOf(pictures);
    }

    /** No photographs: all backgrounds are made by formula. */
    public static Photos none() {
        return new Photos(List.of());
    }

    /**
     * The PNG and JPEG files of a folder, in the order of their names.
     *
     * @throws IOException naming the folder or file that cannot be used
     */
    public static Photos in(Path folder) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.list(folder)) {
            files = all.filter(Photos::isPicture).sorted().limit(PICTURES_MAX).toList();
        }
        if (files.isEmpty()) {
            throw new IOException(folder + " holds no .png or .jpg file");
        }
        List<Picture> pictures = new ArrayList<>();
        for (Path file : files) {
            pictures.add(read(file));
        }
        return new Photos(pictures);
    }

    private static boolean isPicture(Path file) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        return name.endsWith(".png") || name.endsWith(".jpg") || name.endsWith(".jpeg");
    }

    private static Picture read(Path file) throws IOException {
        BufferedImage image = ImageIO.read(file.toFile());
        int width = image == null ? 0 : image.getWidth();
        int height = image == null ? 0 : image.getHeight();
        if (Math.min(width, height) < WINDOW_MIN || Math.max(width, height) > EDGE_MAX) {
            throw new IOException(file + " is not a picture of " + WINDOW_MIN + " to " + EDGE_MAX + " pixels an edge");
        }
        byte[] rgb = new byte[3 * width * height];
        int[] row = new int[width];
        for (int y = 0; y < height; y++) {
            image.getRGB(0, y, width, 1, row, 0, width);
            for (int x = 0; x < width; x++) {
                int at = 3 * (y * width + x);
                rgb[at] = (byte) (row[x] >> 16);
                rgb[at + 1] = (byte) (row[x] >> 8);
                rgb[at + 2] = (byte) row[x];
            }
        }
        return new Picture(width, height, rgb);
    }

    boolean isEmpty() {
        return pictures.isEmpty();
    }

    /** Fills the canvas with a window of some picture, mirrored or not, a little stretched and turned. */
    void paint(Canvas canvas, Dice dice) {
        Picture picture = pictures.get(dice.below(pictures.size()));
        int shorter = Math.min(picture.width, picture.height);
        float window = Math.min(shorter, Math.max(WINDOW_MIN, shorter * dice.uniform(0.2f, 1.1f)));
        float stretch = dice.logNormal(1, 0.15f);
        float stepX = window * stretch / canvas.width * (dice.chance(0.5) ? 1 : -1);
        float stepY = window / stretch / canvas.height;
        float angle = dice.chance(0.7) ? dice.gaussian() * 0.04f : dice.heavyTailed(0.2f);
        float cos = (float) Math.cos(angle);
        float sin = (float) Math.sin(angle);
        float centreX = picture.goesRound()
                ? dice.uniform(0, picture.width)
                : within(dice.uniform(0, picture.width), window, picture.width);
        float centreY = within(dice.uniform(0, picture.height), window, picture.height);
        int plane = canvas.width * canvas.height;
        for (int j = 0; j < canvas.height; j++) {
            for (int i = 0; i < canvas.width; i++) {
                float u = (i + 0.5f - 0.5f * canvas.width) * stepX;
                float v = (j + 0.5f - 0.5f * canvas.height) * stepY;
                picture.look(
                        centreX + cos * u - sin * v,
                        centreY + sin * u + cos * v,
                        canvas.rgb,
                        j * canvas.width + i,
                        plane);
            }
        }
    }

    private static float within(float centre, float window, int size) {
        float half = Math.min(0.5f * window, 0.5f * size);
        return Math.max(half, Math.min(size - half, centre));
    }

    /** A part of one of them, as large as an animal, for its coat; there must be photographs. */
    PhotoTexture texture(Dice dice) {
        Picture picture = pictures.get(dice.below(pictures.size()));
        float pixelsPerMetre = Math.min(TEXTURE_PIXELS_PER_METRE_MAX, picture.height / TEXTURE_METRES)
                * dice.uniform(TEXTURE_SCALE_MIN, 1);
        float high = TEXTURE_METRES * pixelsPerMetre;
        return new PhotoTexture(
                picture,
                dice.uniform(0, picture.width),
                dice.uniform(Math.min(high, picture.height), picture.height),
                pixelsPerMetre,
                dice.uniform(0.3f, 1),
                dice.chance(0.4));
    }

    private static float[] linear() {
        float[] table = new float[256];
        for (int k = 0; k < 256; k++) {
            double c = k / 255.0;
            table[k] = (float) (c <= 0.04045 ? c / 12.92 : Math.pow((c + 0.055) / 1.055, 2.4));
        }
        return table;
    }
}
