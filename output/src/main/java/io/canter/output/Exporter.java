package io.canter.output;

import io.canter.inference.Observation;
import io.canter.ingest.Frame;
import io.canter.tracking.Rig;
import io.canter.tracking.Scene;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Writes the results of one video into a folder. Feed it every frame in order, then {@link #finish}: only then do files
 * appear under their own names. Closed without that, it leaves nothing. One thread.
 */
public final class Exporter implements AutoCloseable {
    private final PosedScene posed;
    private final List<FrameSink> sinks = new ArrayList<>();
    private boolean finished;

    /**
     * @param folder created if missing; earlier results of the same kinds in it are replaced
     * @param framesPerSecond nominal rate, for the video's rate control
     * @throws IOException if the folder cannot be written or holds other files where results would go
     */
    public Exporter(Rig rig, Path folder, Set<Save> what, double framesPerSecond) throws IOException {
        if (!(framesPerSecond > 0)) {
            throw new IllegalArgumentException("frames per second must be > 0, was " + framesPerSecond);
        }
        posed = new PosedScene(rig);
        Files.createDirectories(folder);
        try {
            for (Save save : Save.values()) {
                if (what.contains(save)) {
                    sinks.add(sink(save, rig, folder, framesPerSecond));
                }
            }
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    /**
     * Also writes pictures from around an animal as it stands in one frame, into {@code views/}.
     *
     * @param count evenly spaced around it
     * @param frame which; empty: the one whose animal is known with the greatest confidence. If no frame shows one, no
     *     pictures are written
     */
    public void addViews(Path folder, int count, java.util.OptionalLong frame) throws IOException {
        sinks.add(new BestViews(folder.resolve("views"), posed.rig(), count, frame));
    }

    private static FrameSink sink(Save save, Rig rig, Path folder, double rate) throws IOException {
        return switch (save) {
            case POSES -> new PoseLines(folder.resolve("poses.jsonl"), rig);
            case MESHES -> new MeshFiles(folder.resolve("meshes"));
            case MASKS -> new MaskFiles(folder.resolve("masks"));
            case POINTS -> new PointFiles(folder.resolve("points"), rig);
            case GLB -> new SceneFile(folder.resolve("scene.glb"), rig);
            case OVERLAY -> new OverlayVideo(folder.resolve("overlay.mp4"), rate);
        };
    }

    /**
     * The next frame with what was made of it. The frame stays the caller's to close.
     *
     * @throws IOException if something cannot be written; nothing more may follow than {@link #close}
     */
    public void accept(Frame frame, Observation observation, Scene scene) throws IOException {
        accept(frame, observation, observation, scene);
    }

    /**
     * The same for who does not carry all that was seen along: {@code full} goes to the point clouds only.
     *
     * @param brief the detections, perhaps with thinned maps
     * @param full the same with whole maps; as {@code brief} where no points are saved
     */
    public void accept(Frame frame, Observation brief, Observation full, Scene scene) throws IOException {
        posed.update(scene);
        for (FrameSink sink : sinks) {
            sink.accept(frame, sink instanceof PointFiles ? full : brief, posed);
        }
    }

    /**
     * Ends all files and gives them their names.
     *
     * @return the files and folders written
     */
    public List<Path> finish() throws IOException {
        // All are completed before the first is renamed: a failure leaves none rather than some.
        for (FrameSink sink : sinks) {
            sink.complete();
        }
        List<Path> written = new ArrayList<>();
        for (FrameSink sink : sinks) {
            Path file = sink.commit();
            if (Files.exists(file)) {
                written.add(file);
            }
        }
        finished = true;
        return written;
    }

    /** Whether {@link #finish} went through. */
    public boolean finished() {
        return finished;
    }

    @Override
    public void close() throws IOException {
        IOException first = null;
        for (FrameSink sink : sinks) {
            try {
                sink.close();
            } catch (IOException e) {
                if (first == null) {
                    first = e;
                } else {
                    first.addSuppressed(e);
                }
            }
        }
        sinks.clear();
        if (first != null) {
            throw first;
        }
    }
}
