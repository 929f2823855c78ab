package io.canter.output;

import de.javagl.jgltf.model.io.v2.GltfAssetWriterV2;
import io.canter.inference.Observation;
import io.canter.ingest.Frame;
import io.canter.ingest.Intrinsics;
import io.canter.tracking.Rig;
import io.canter.tracking.Subject;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code scene.glb}: the skinned mesh of each subject with its whole motion; times count from the first frame. */
final class SceneFile implements FrameSink {
    private static final Logger LOG = LoggerFactory.getLogger(SceneFile.class);

    // GLB holds its data in one piece of memory and viewers load it whole: 600 bytes a frame, so this is 120 MB.
    private static final int MAX_FRAMES = 200_000;
    // Followed animals, not frames: beyond this the tracker has lost its mind.
    private static final int MAX_SUBJECTS = 256;

    private final Rig rig;
    private final StagedFile file;
    private final Map<Integer, MotionTrack> tracks = new LinkedHashMap<>();
    private int poses;
    private boolean full;
    private boolean started;
    private long firstPts;
    private float lastSeconds;
    private Intrinsics camera = Intrinsics.centred(16, 9, 0.7f);
    private int width = 16;
    private int height = 9;

    SceneFile(Path target, Rig rig) throws IOException {
        this.rig = rig;
        file = new StagedFile(target);
    }

    @Override
    public void accept(Frame frame, Observation observation, PosedScene scene) {
        if (!started) {
            started = true;
            firstPts = frame.ptsMicros();
            camera = scene.scene().camera();
            width = frame.width();
            height = frame.height();
        }
        lastSeconds = (frame.ptsMicros() - firstPts) * 1e-6f;
        for (Subject subject : scene.subjects()) {
            MotionTrack track = tracks.get(subject.id());
            if (poses >= MAX_FRAMES || (track == null && tracks.size() >= MAX_SUBJECTS)) {
                if (!full) {
                    full = true;
                    LOG.warn("scene.glb is full at frame {}; cut the video to have all of it", frame.index());
                }
                return;
            }
            if (track == null) {
                track = new MotionTrack(subject.id(), rig.skeleton().jointCount());
                tracks.put(subject.id(), track);
            }
            track.add(lastSeconds, subject);
            poses++;
        }
    }

    @Override
    public void complete() throws IOException {
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file.part()))) {
            new GltfAssetWriterV2()
                    .writeBinary(SceneGlb.asset(rig, tracks.values(), camera, width, height, lastSeconds), out);
        }
    }

    @Override
    public Path commit() throws IOException {
        return file.commit();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
