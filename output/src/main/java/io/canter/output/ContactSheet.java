package io.canter.output;

import io.canter.inference.Detection;
import io.canter.inference.DualPointMaps;
import io.canter.inference.Observation;
import io.canter.ingest.Frame;
import io.canter.ingest.Intrinsics;
import io.canter.tracking.Coat;
import io.canter.tracking.LayeredRasterizer;
import io.canter.tracking.Normals;
import io.canter.tracking.Rig;
import io.canter.tracking.Scene;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Rect;
import org.bytedeco.opencv.opencv_core.Size;

/**
 * Results at a glance: a row for each chosen frame with the input, the network's canonical map in colours, the mesh over
 * the frame, and the mesh from another side, both in the animal's own coat. One thread.
 */
public final class ContactSheet implements AutoCloseable {
    /** A sheet that nobody can look at is no use, and it is held in memory. */
    public static final int MAX_ROWS = 64;

    private static final int COLUMNS = 4;
    private static final int GAP = 4;
    private static final int BACKGROUND = 24;
    private static final float NOVEL_YAW = (float) Math.toRadians(55);
    private static final float NOVEL_MARGIN = 1.15f;
    private static final float NOVEL_TAN_HALF = 0.3f; // a long lens: little perspective

    private final Rig rig;
    private final PosedScene posed;
    private final CanonicalColours colours;
    private final SceneDrawing drawing = new SceneDrawing();
    private final MeshPainter painter = new MeshPainter();
    private final LayeredRasterizer novelRaster;
    private final int cellWidth;
    private final int cellHeight;
    private Mat sheet;
    private int rows;

    public ContactSheet(Rig rig, int cellWidth, int cellHeight) {
        this.rig = rig;
        this.cellWidth = cellWidth;
        this.cellHeight = cellHeight;
        posed = new PosedScene(rig);
        colours = new CanonicalColours(rig);
        novelRaster = new LayeredRasterizer(cellWidth, cellHeight, 1);
        sheet = blank(1);
    }

    /**
     * Adds a row. The frame stays the caller's to close.
     *
     * @throws IllegalStateException beyond {@link #MAX_ROWS}
     */
    public void add(Frame frame, Observation observation, Scene scene) {
        if (rows == MAX_ROWS) {
            throw new IllegalStateException("a contact sheet has room for " + MAX_ROWS + " rows");
        }
        if (rows > 0) {
            Mat longer = blank(rows + 1);
            try (Mat above = longer.rowRange(0, sheet.rows())) {
                sheet.copyTo(above);
            }
            sheet.close();
            sheet = longer;
        }
        posed.update(scene);
        place(0, frame.pixels(), frame.width(), frame.height());
        if (!observation.detections().isEmpty()) {
            Detection seen = posed.subjects().stream()
                    .findFirst()
                    .flatMap(s -> observation.nearest(s.box()))
                    .orElse(observation.detections().get(0));
            place(1, canonicalMap(seen.maps()), seen.maps().size(), seen.maps().size());
        }
        place(2, drawing.draw(frame, posed), frame.width(), frame.height());
        if (!posed.subjects().isEmpty()) {
            place(3, novelView(), cellWidth, cellHeight);
        }
        rows++;
    }

    private Mat blank(int rowCount) {
        Mat mat = new Mat(rowCount * (cellHeight + GAP) + GAP, COLUMNS * (cellWidth + GAP) + GAP, opencv_core.CV_8UC3);
        BytePointer data = mat.data();
        long bytes = mat.total() * mat.elemSize();
        BytePointer.memset(data, BACKGROUND, bytes);
        return mat;
    }

    private ByteBuffer canonicalMap(DualPointMaps maps) {
        int plane = maps.size() * maps.size();
        ByteBuffer rgb = ByteBuffer.allocateDirect(3 * plane);
        for (int i = 0; i < plane; i++) {
            boolean present = maps.occupancy()[i] > 0.5f;
            for (int k = 0; k < 3; k++) {
                int value = present ? colours.channel(k, maps.canonical()[k * plane + i]) : BACKGROUND;
                rgb.put(3 * i + k, (byte) value);
            }
        }
        return rgb;
    }

    /** The first subject turned about the vertical through its middle, filling the cell. */
    private ByteBuffer novelView() {
        int count = rig.mesh().vertices().length;
        float[] vertices = new float[count];
        System.arraycopy(posed.vertices(), 0, vertices, 0, count);
        float[] middle = new float[3];
        for (int i = 0; i < count; i++) {
            middle[i % 3] += vertices[i] / (count / 3);
        }
        float cos = (float) Math.cos(NOVEL_YAW);
        float sin = (float) Math.sin(NOVEL_YAW);
        float reach = 0;
        for (int i = 0; i < count; i += 3) {
            float x = vertices[i] - middle[0];
            float y = vertices[i + 1] - middle[1];
            float z = vertices[i + 2] - middle[2];
            vertices[i] = cos * x + sin * z;
            vertices[i + 1] = y;
            vertices[i + 2] = cos * z - sin * x;
            float wide = Math.abs(vertices[i]) * cellHeight / cellWidth;
            reach = Math.max(reach, Math.max(wide, Math.abs(y)));
        }
        float distance = NOVEL_MARGIN * reach / NOVEL_TAN_HALF + reach;
        for (int i = 2; i < count; i += 3) {
            vertices[i] += distance;
        }
        float focal = 0.5f * cellHeight / NOVEL_TAN_HALF;
        Intrinsics camera = new Intrinsics(focal, focal, 0.5f * cellWidth, 0.5f * cellHeight);
        int[] triangles = rig.mesh().triangles();
        novelRaster.rasterize(vertices, triangles, focal, focal, camera.cx(), camera.cy(), true);
        float[] normals = new float[count];
        Normals.of(vertices, triangles, normals);
        ByteBuffer rgb = ByteBuffer.allocateDirect(3 * cellWidth * cellHeight);
        for (int i = 0; i < rgb.capacity(); i++) {
            rgb.put(i, (byte) BACKGROUND);
        }
        painter.paint(rgb, novelRaster, camera, triangles, normals, this::novelColour, 1);
        return rgb;
    }

    /** The animal's own coat, where there is one. */
    private void novelColour(LayeredRasterizer raster, int pixel, float[] rgb) {
        Coat coat = posed.subjects().get(0).coat();
        if (coat.known()) {
            CoatColours.of(coat, raster, pixel, rig.mesh().triangles(), 0, rgb);
        } else {
            canonicalColour(raster, pixel, rgb);
        }
    }

    private void canonicalColour(LayeredRasterizer raster, int pixel, float[] rgb) {
        int t = 3 * raster.triangle(0, pixel);
        int[] triangles = rig.mesh().triangles();
        float[] rest = rig.mesh().vertices();
        float w1 = raster.weight1(0, pixel);
        float w2 = raster.weight2(0, pixel);
        for (int k = 0; k < 3; k++) {
            float q = (1 - w1 - w2) * rest[3 * triangles[t] + k]
                    + w1 * rest[3 * triangles[t + 1] + k]
                    + w2 * rest[3 * triangles[t + 2] + k];
            rgb[k] = colours.channel(k, q) / 255f;
        }
    }

    /** Fits a picture into a cell of the last row, keeping its shape. */
    private void place(int column, ByteBuffer rgb, int width, int height) {
        double scale = Math.min((double) cellWidth / width, (double) cellHeight / height);
        int w = Math.max(1, (int) Math.round(scale * width));
        int h = Math.max(1, (int) Math.round(scale * height));
        int x = GAP + column * (cellWidth + GAP) + (cellWidth - w) / 2;
        int y = GAP + rows * (cellHeight + GAP) + (cellHeight - h) / 2;
        try (BytePointer address = new BytePointer(rgb);
                Mat source = new Mat(height, width, opencv_core.CV_8UC3, address);
                Rect area = new Rect(x, y, w, h);
                Size size = new Size(w, h);
                Mat cell = new Mat(sheet, area)) {
            int filter = scale < 1 ? opencv_imgproc.INTER_AREA : opencv_imgproc.INTER_NEAREST;
            opencv_imgproc.resize(source, cell, size, 0, 0, filter);
        }
    }

    /** Writes the rows so far as PNG. */
    public void write(Path file) throws IOException {
        StagedFile staged = new StagedFile(file);
        try (staged;
                Mat bgr = new Mat();
                BytePointer encoded = new BytePointer()) {
            opencv_imgproc.cvtColor(sheet, bgr, opencv_imgproc.COLOR_RGB2BGR);
            if (!opencv_imgcodecs.imencode(".png", bgr, encoded)) {
                throw new IOException(file + ": the contact sheet cannot become a PNG");
            }
            byte[] bytes = new byte[Math.toIntExact(encoded.limit())];
            encoded.get(bytes);
            java.nio.file.Files.write(staged.part(), bytes);
            staged.commit();
        }
    }

    @Override
    public void close() {
        drawing.close();
        sheet.close();
    }
}
