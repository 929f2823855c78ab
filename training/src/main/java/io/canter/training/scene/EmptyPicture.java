package io.canter.training.scene;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.Polygon;
import java.awt.RenderingHints;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.SplittableRandom;

/**
 * Pictures without an animal that are unlike the generator's: test patterns, screens, shapes, print, walls of tiles,
 * figures of sticks, fabrics. A locator judged by the scenes it was trained on looks better than it is.
 */
public final class EmptyPicture {
    private static final int KINDS = 9;

    private final SplittableRandom random;
    private final int width;
    private final int height;
    private final BufferedImage image;
    private final Graphics2D pen;

    private EmptyPicture(long seed, int width, int height) {
        random = new SplittableRandom(seed);
        this.width = width;
        this.height = height;
        image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        pen = image.createGraphics();
        pen.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    }

    /** Names the kind of picture that a seed gives. */
    public static String kind(long seed) {
        return new String[] {"bars", "tiles", "screen", "shapes", "rings", "print", "sticks", "weave", "haze"}
                [Math.floorMod(seed, KINDS)];
    }

    /**
     * Draws one picture.
     *
     * @return height x width x 3 bytes, R, G, B; the same seed gives the same bytes
     */
    public static byte[] draw(long seed, int width, int height) {
        EmptyPicture picture = new EmptyPicture(seed, width, height);
        try {
            picture.paint(Math.floorMod(seed, KINDS));
        } finally {
            picture.pen.dispose();
        }
        return picture.bytes();
    }

    private void paint(int kind) {
        pen.setPaint(random.nextBoolean() ? colour() : gradient());
        pen.fillRect(0, 0, width, height);
        switch (kind) {
            case 0 -> bars();
            case 1 -> tiles();
            case 2 -> screen();
            case 3 -> shapes(3 + random.nextInt(25));
            case 4 -> rings();
            case 5 -> print();
            case 6 -> sticks();
            case 7 -> weave();
            default -> haze();
        }
    }

    private void bars() {
        int count = 3 + random.nextInt(9);
        boolean upright = random.nextInt(4) > 0;
        for (int k = 0; k < count; k++) {
            pen.setPaint(loud());
            int from = (upright ? width : height) * k / count;
            int to = (upright ? width : height) * (k + 1) / count;
            pen.fillRect(
                    upright ? from : 0, upright ? 0 : from, upright ? to - from : width, upright ? height : to - from);
        }
        shapes(random.nextInt(5));
        if (random.nextBoolean()) { // a ramp along the lower border
            pen.setPaint(new GradientPaint(0, 0, Color.BLACK, width, 0, loud()));
            pen.fillRect(0, height * 3 / 4, width, height / 4);
        }
    }

    private void tiles() {
        int size = 8 + random.nextInt(width / 5);
        Color[] palette = {loud(), colour(), colour()};
        int colours = 2 + random.nextInt(2);
        for (int y = 0; y < height; y += size) {
            for (int x = 0; x < width; x += size) {
                pen.setPaint(palette[(x / size + y / size) % colours]);
                pen.fillRect(x, y, size - random.nextInt(2), size - random.nextInt(2));
            }
        }
    }

    private void screen() {
        int windows = 2 + random.nextInt(7);
        for (int k = 0; k < windows; k++) {
            int w = width / 8 + random.nextInt(width / 2);
            int h = height / 8 + random.nextInt(height / 2);
            int x = random.nextInt(width) - w / 3;
            int y = random.nextInt(height) - h / 3;
            pen.setPaint(colour());
            pen.fillRect(x, y, w, h);
            pen.setPaint(loud());
            pen.fillRect(x, y, w, 6 + random.nextInt(14));
            pen.setPaint(colour());
            lines(x + 8, y + 34, h / 18);
        }
    }

    private void lines(int x, int y, int count) {
        pen.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 9 + random.nextInt(12)));
        for (int k = 0; k < count; k++) {
            pen.drawString(word(12 + random.nextInt(20)), x, y + 16 * k);
        }
    }

    private String word(int length) {
        StringBuilder text = new StringBuilder();
        for (int k = 0; k < length; k++) {
            text.append(random.nextInt(6) == 0 ? ' ' : (char) ('0' + random.nextInt(74)));
        }
        return text.toString();
    }

    private void shapes(int count) {
        for (int k = 0; k < count; k++) {
            double size = width * 0.03 / Math.sqrt(random.nextDouble(0.006, 1));
            double x = random.nextDouble(width);
            double y = random.nextDouble(height);
            pen.setPaint(random.nextBoolean() ? loud() : gradient());
            switch (random.nextInt(4)) {
                case 0 -> pen.fill(new Ellipse2D.Double(x, y, size, size * random.nextDouble(0.3, 1.2)));
                case 1 -> pen.fill(new Rectangle2D.Double(x, y, size, size * random.nextDouble(0.2, 2)));
                case 2 -> {
                    Polygon polygon = new Polygon();
                    for (int c = 0; c < 3 + random.nextInt(5); c++) {
                        polygon.addPoint((int) (x + size * random.nextDouble(-1, 1)), (int)
                                (y + size * random.nextDouble(-1, 1)));
                    }
                    pen.fill(polygon);
                }
                default -> {
                    pen.setStroke(new BasicStroke((float) (1 + 0.2 * size * random.nextDouble())));
                    pen.draw(new Ellipse2D.Double(x, y, size, size));
                }
            }
        }
    }

    private void rings() {
        double step = 4 + random.nextInt(width / 12);
        double x = random.nextDouble(width);
        double y = random.nextDouble(height);
        Color one = colour();
        Color two = loud();
        for (double r = 1.2 * width; r > 0; r -= step) {
            pen.setPaint((int) (r / step) % 2 == 0 ? one : two);
            pen.fill(new Ellipse2D.Double(x - r, y - r * 0.8, 2 * r, 1.6 * r));
        }
    }

    private void print() {
        int count = 1 + random.nextInt(8);
        for (int k = 0; k < count; k++) {
            pen.setPaint(random.nextBoolean() ? loud() : colour());
            pen.setFont(new Font(
                    random.nextBoolean() ? Font.SERIF : Font.SANS_SERIF,
                    random.nextInt(3),
                    10 + (int) (0.4 * height * Math.pow(random.nextDouble(), 2))));
            pen.drawString(word(3 + random.nextInt(14)), random.nextInt(width) - width / 4, random.nextInt(height));
        }
    }

    /** Upright figures and furniture: a blob on two to six legs. */
    private void sticks() {
        shapes(random.nextInt(8));
        int count = 1 + random.nextInt(3);
        for (int k = 0; k < count; k++) {
            double size = height * random.nextDouble(0.1, 0.4);
            double x = random.nextDouble(width);
            double y = height * random.nextDouble(0.3, 0.7);
            pen.setPaint(gradient());
            boolean person = random.nextBoolean();
            double w = person ? 0.5 * size : size * random.nextDouble(0.8, 2.5);
            double h = person ? 1.2 * size : size * random.nextDouble(0.1, 0.9);
            pen.fill(new Rectangle2D.Double(x - w / 2, y - h, w, h));
            pen.setStroke(new BasicStroke((float) (size * random.nextDouble(0.04, 0.22)), BasicStroke.CAP_ROUND, 1));
            int legs = person ? 2 : 2 + random.nextInt(5);
            for (int leg = 0; leg < legs; leg++) {
                double at = x - w / 2 + w * (leg + 0.5) / legs;
                pen.draw(new java.awt.geom.Line2D.Double(at, y, at + 0.2 * size * random.nextDouble(-1, 1), y + size));
            }
            if (person) {
                pen.setPaint(colour());
                pen.fill(new Ellipse2D.Double(x - 0.2 * size, y - 1.7 * size, 0.4 * size, 0.5 * size));
            }
        }
    }

    private void weave() {
        double fx = random.nextDouble(0.01, 0.6);
        double fy = random.nextDouble(0.01, 0.6);
        double bend = random.nextDouble(0, 0.02);
        Color one = colour();
        Color two = loud();
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                double t = 0.5 + 0.25 * (Math.sin(fx * x + bend * x * y * 0.05) + Math.sin(fy * y + bend * x));
                image.setRGB(x, y, mix(one, two, t));
            }
        }
    }

    /** Blurred large forms, as of a wall, smoke or water, with grain. */
    private void haze() {
        Color one = colour();
        Color two = colour();
        double[] phase = new double[8];
        double[] fx = new double[8];
        double[] fy = new double[8];
        for (int k = 0; k < 8; k++) {
            phase[k] = random.nextDouble(6.3);
            fx[k] = random.nextDouble(-1, 1) * 0.01 * (1 + k);
            fy[k] = random.nextDouble(-1, 1) * 0.01 * (1 + k);
        }
        double grain = random.nextDouble(0, 0.15);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                double t = 0.5 + grain * random.nextDouble(-1, 1);
                for (int k = 0; k < 8; k++) {
                    t += 0.3 / (1 + k) * Math.sin(phase[k] + fx[k] * x + fy[k] * y);
                }
                image.setRGB(x, y, mix(one, two, t));
            }
        }
    }

    private static int mix(Color one, Color two, double t) {
        double s = Math.max(0, Math.min(1, t));
        int r = (int) (one.getRed() + s * (two.getRed() - one.getRed()));
        int g = (int) (one.getGreen() + s * (two.getGreen() - one.getGreen()));
        int b = (int) (one.getBlue() + s * (two.getBlue() - one.getBlue()));
        return r << 16 | g << 8 | b;
    }

    private GradientPaint gradient() {
        return new GradientPaint(
                random.nextInt(width),
                random.nextInt(height),
                colour(),
                random.nextInt(width),
                random.nextInt(height),
                colour());
    }

    private Color colour() {
        float grey = (float) random.nextDouble();
        float spread = (float) Math.pow(random.nextDouble(), 2) * 0.5f;
        return new Color(near(grey, spread), near(grey, spread), near(grey, spread));
    }

    private float near(float value, float spread) {
        return Math.max(0, Math.min(1, value + spread * (float) random.nextDouble(-1, 1)));
    }

    /** A colour of a test picture: each channel mostly full or none. */
    private Color loud() {
        float[] c = new float[3];
        for (int k = 0; k < 3; k++) {
            c[k] = random.nextInt(3) == 0 ? (float) random.nextDouble() : random.nextInt(2);
        }
        return new Color(c[0], c[1], c[2]);
    }

    private byte[] bytes() {
        byte[] rgb = new byte[3 * width * height];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int value = image.getRGB(x, y);
                int at = 3 * (y * width + x);
                rgb[at] = (byte) (value >> 16);
                rgb[at + 1] = (byte) (value >> 8);
                rgb[at + 2] = (byte) value;
            }
        }
        return rgb;
    }
}
