package io.canter.output;

import io.canter.ingest.Frame;
import io.canter.tracking.Rig;
import io.canter.tracking.Scene;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A video of two pictures a frame: on the left some other skeleton over the frame, on the right the scene's meshes with
 * theirs, so that one sees how the two move. Appears under its name only when it is whole. One thread.
 */
public final class SideBySideVideo implements AutoCloseable {
    // Two frames of 1920 x 1080 side by side are more than a browser shows.
    private static final int WIDTH_MAX = 1920;
    // Lines on the left have no mesh to set them off: as wide as this part of the picture.
    private static final int LINE_SHARE = 320;

    private final StagedFile file;
    private final Rig rig;
    private final double framesPerSecond;
    private final PosedScene posed;
    private final SceneDrawing drawing = new SceneDrawing();
    private final SkeletonPainter painter = new SkeletonPainter();
    private ByteBuffer left = ByteBuffer.allocateDirect(0);
    private ByteBuffer both = ByteBuffer.allocateDirect(0);
    private VideoWriter writer;
    private long firstPts;

    /** @param framesPerSecond nominal */
    public SideBySideVideo(Path target, Rig rig, double framesPerSecond) throws IOException {
        file = new StagedFile(target);
        this.rig = rig;
        this.framesPerSecond = framesPerSecond;
        posed = new PosedScene(rig);
    }

    /**
     * Adds a frame, which stays the caller's.
     *
     * @param otherJoints of the skeleton on the left: 3 each, camera frame; empty for none
     */
    public void add(Frame frame, Optional<float[]> otherJoints, Scene scene) throws IOException {
        int width = frame.width();
        int height = frame.height();
        ByteBuffer source = frame.pixels();
        if (left.capacity() != source.remaining()) {
            left = ByteBuffer.allocateDirect(source.remaining());
            both = ByteBuffer.allocateDirect(2 * source.remaining());
        }
        left.clear().put(source).flip();
        otherJoints.ifPresent(joints -> painter.paint(
                left, width, height, rig.skeleton(), joints, 0, scene.camera(), Math.max(1, width / LINE_SHARE)));
        posed.update(scene);
        join(left, drawing.draw(frame, posed), 3 * width, height);
        if (writer == null) {
            double shrink = Math.min(1, (double) WIDTH_MAX / (2 * width));
            writer = new VideoWriter(
                    file.part(),
                    (int) Math.round(shrink * 2 * width),
                    (int) Math.round(shrink * height),
                    framesPerSecond);
            firstPts = frame.ptsMicros();
        }
        writer.write(both, 2 * width, height, frame.ptsMicros() - firstPts);
    }

    private void join(ByteBuffer a, ByteBuffer b, int rowBytes, int rows) {
        both.clear();
        for (int row = 0; row < rows; row++) {
            both.put(a.slice(row * rowBytes, rowBytes));
            both.put(b.slice(row * rowBytes, rowBytes));
        }
        both.flip();
    }

    /**
     * Puts the video in its place.
     *
     * @throws IOException without a frame
     */
    public Path commit() throws IOException {
        if (writer == null) {
            throw new IOException("a video needs at least one frame, there was none");
        }
        writer.finish();
        return file.commit();
    }

    @Override
    public void close() throws IOException {
        drawing.close();
        painter.close();
        if (writer != null) {
            writer.close();
        }
        file.close();
    }
}
