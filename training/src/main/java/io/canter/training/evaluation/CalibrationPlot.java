package io.canter.training.evaluation;

import io.canter.training.evaluation.Calibration.Group;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** Draws the error found and the error promised over the tenths of confidence. */
public final class CalibrationPlot {
    private static final int WIDTH = 900;
    private static final int HEIGHT = 480;
    private static final int MARGIN = 60;
    private static final Color VISIBLE = new Color(0x1f6fb2);
    private static final Color HIDDEN = new Color(0xc4541f);
    private static final BasicStroke SOLID = new BasicStroke(2.5f);
    private static final BasicStroke DASHED =
            new BasicStroke(1.5f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1, new float[] {6, 5}, 0);

    private final Graphics2D g;
    private final double top;

    private CalibrationPlot(Graphics2D g, double top) {
        this.g = g;
        this.top = top;
    }

    public static BufferedImage draw(GeneratedScorer scorer) {
        return draw(scorer.calibrationVisible.groups(), scorer.calibrationHidden.groups());
    }

    static BufferedImage draw(List<Group> visible, List<Group> hidden) {
        double greatest = 1e-6;
        for (List<Group> groups : List.of(visible, hidden)) {
            for (Group group : groups) {
                greatest = Math.max(greatest, 100 * Math.max(group.found(), group.promised()));
            }
        }
        BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
        Graphics2D g = image.createGraphics();
        g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        g.setColor(Color.WHITE);
        g.fillRect(0, 0, WIDTH, HEIGHT);
        CalibrationPlot plot = new CalibrationPlot(g, 1.1 * greatest);
        plot.axes();
        plot.line(visible, VISIBLE, SOLID, Group::found);
        plot.line(visible, VISIBLE, DASHED, Group::promised);
        plot.line(hidden, HIDDEN, SOLID, Group::found);
        plot.line(hidden, HIDDEN, DASHED, Group::promised);
        plot.legend();
        g.dispose();
        return image;
    }

    private void axes() {
        g.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 14));
        double step = Math.pow(10, Math.floor(Math.log10(top)));
        step = top / step < 2 ? step / 5 : top / step < 5 ? step / 2 : step;
        for (double cm = 0; cm <= top; cm += step) {
            int y = y(cm);
            g.setColor(new Color(0xdddddd));
            g.drawLine(MARGIN, y, WIDTH - MARGIN / 2, y);
            g.setColor(Color.DARK_GRAY);
            g.drawString(String.format("%.3g", cm), 12, y + 5);
        }
        g.setColor(Color.DARK_GRAY);
        for (int n = 0; n < Calibration.GROUPS; n++) {
            g.drawString(Integer.toString(n + 1), x(n) - 4, HEIGHT - MARGIN + 20);
        }
        g.drawString("pixels in tenths, from the least confident to the most", WIDTH / 2 - 180, HEIGHT - 14);
        g.drawString("root mean square error of Q and P together, cm", 12, 22);
    }

    private void legend() {
        String[] names = {"visible, found", "visible, promised", "hidden, found", "hidden, promised"};
        for (int i = 0; i < names.length; i++) {
            int y = 44 + 20 * i;
            g.setColor(i < 2 ? VISIBLE : HIDDEN);
            g.setStroke(i % 2 == 0 ? SOLID : DASHED);
            g.drawLine(WIDTH - 230, y, WIDTH - 190, y);
            g.setColor(Color.DARK_GRAY);
            g.drawString(names[i], WIDTH - 180, y + 5);
        }
    }

    private void line(List<Group> groups, Color colour, BasicStroke stroke, ToDoubleFunction<Group> metres) {
        g.setColor(colour);
        g.setStroke(stroke);
        for (int n = 1; n < groups.size(); n++) {
            double from = 100 * metres.applyAsDouble(groups.get(n - 1));
            double to = 100 * metres.applyAsDouble(groups.get(n));
            g.drawLine(x(n - 1), y(from), x(n), y(to));
        }
        g.setStroke(SOLID);
    }

    private static int x(int group) {
        return MARGIN + 20 + group * (WIDTH - 2 * MARGIN - 20) / (Calibration.GROUPS - 1);
    }

    private int y(double cm) {
        return (int) Math.round(HEIGHT - MARGIN - cm / top * (HEIGHT - 2 * MARGIN));
    }
}
