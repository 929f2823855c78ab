package io.canter.output;

import io.canter.inference.Observation;
import io.canter.ingest.Frame;
import java.io.IOException;
import java.nio.file.Path;

/** {@code overlay.mp4}: the meshes over the video, at the video's own times. */
final class OverlayVideo implements FrameSink {
    private final StagedFile file;
    private final double framesPerSecond;
    private final SceneDrawing drawing = new SceneDrawing();
    private VideoWriter writer;
    private long firstPts;

    OverlayVideo(Path target, double framesPerSecond) throws IOException {
        file = new StagedFile(target);
        this.framesPerSecond = framesPerSecond;
    }

    @Override
    public void accept(Frame frame, Observation observation, PosedScene scene) throws IOException {
        if (writer == null) {
            // The first frame decides the size; others are scaled to it.
            writer = new VideoWriter(file.part(), frame.width(), frame.height(), framesPerSecond);
            firstPts = frame.ptsMicros();
        }
        writer.write(drawing.draw(frame, scene), frame.width(), frame.height(), frame.ptsMicros() - firstPts);
    }

    @Override
    public void complete() throws IOException {
        if (writer == null) {
            throw new IOException("overlay.mp4 needs at least one frame, there was none");
        }
        writer.finish();
    }

    @Override
    public Path commit() throws IOException {
        return file.commit();
    }

    @Override
    public void close() throws IOException {
        drawing.close();
        if (writer != null) {
            writer.close();
        }
        file.close();
    }
}
