package io.canter.output;

import io.canter.inference.Observation;
import io.canter.ingest.Frame;
import io.canter.tracking.Rig;
import io.canter.tracking.Subject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.OptionalLong;

/** {@code views/NN.png}: one animal of one frame from all around. */
final class BestViews implements FrameSink {
    // Longer edge of the pictures: of a large film's frame that is enough.
    private static final int EDGE_MAX = 960;
    private static final int EDGE_MIN = 64;

    private final Path target;
    private final StagedFolder folder;
    private final Rig rig;
    private final int count;
    private final OptionalLong wanted;
    private Subject best;
    private int width;
    private int height;

    BestViews(Path target, Rig rig, int count, OptionalLong wanted) throws IOException {
        this.target = target;
        this.rig = rig;
        this.count = count;
        this.wanted = wanted;
        folder = new StagedFolder(target, ViewFiles.NAMES);
    }

    @Override
    public void accept(Frame frame, Observation observation, PosedScene scene) {
        if (wanted.isPresent() && wanted.getAsLong() != frame.index()) {
            return;
        }
        for (Subject subject : scene.subjects()) {
            if (best == null || subject.confidence() > best.confidence()) {
                best = subject;
                double shrink = Math.min(1, (double) EDGE_MAX / Math.max(frame.width(), frame.height()));
                width = Math.max(EDGE_MIN, (int) (shrink * frame.width()));
                height = Math.max(EDGE_MIN, (int) (shrink * frame.height()));
            }
        }
    }

    @Override
    public void complete() throws IOException {
        if (best != null) {
            ViewFiles.draw(rig, best, count, width, height, folder);
        } else if (wanted.isPresent()) {
            throw new IOException("frame " + wanted.getAsLong() + " shows no animal; choose another with --frame");
        }
    }

    @Override
    public Path commit() throws IOException {
        return best == null ? target : folder.commit();
    }

    @Override
    public void close() throws IOException {
        folder.close();
    }
}
