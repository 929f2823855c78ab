package io.canter.training.evaluation;

import io.canter.inference.Box;
import io.canter.inference.CropCamera;
import io.canter.inference.Detection;
import io.canter.inference.DualPointMaps;
import io.canter.inference.Observation;
import io.canter.ingest.Intrinsics;
import io.canter.tracking.Judge;
import io.canter.tracking.Rig;
import io.canter.tracking.Skinner;
import io.canter.tracking.Step;
import io.canter.tracking.Subject;
import io.canter.tracking.Tracker;
import io.canter.tracking.TrackerConfig;
import io.canter.tracking.TrackerState;
import java.util.List;
import java.util.Optional;

/** Canter's articulated fit of one picture, without a past: the tracker sees a crop that is a whole frame. */
final class SingleFit {
    // A tracker may want to see an animal more than once before it believes in it.
    private static final int FRAMES = 4;
    private static final long FRAME_MICROS = 40_000;

    private final Tracker tracker;
    private final Skinner skinner;
    private final int edge;

    /** @param edge of the picture, pixels */
    SingleFit(Rig rig, int edge) {
        tracker = new Tracker(rig, TrackerConfig.defaults(), Judge.believing());
        skinner = new Skinner(rig);
        this.edge = edge;
    }

    /**
     * Fits the skeleton.
     *
     * @param box of the animal, pixels of the picture
     * @return the joints, 3 each, crop camera's axes, template metres; empty if the tracker sees no animal
     */
    Optional<float[]> joints(DualPointMaps maps, Box box, float tanHalf) {
        CropCamera camera = new CropCamera(new float[] {1, 0, 0, 0, 1, 0, 0, 0, 1}, tanHalf);
        float focal = 0.5f * edge / tanHalf;
        Intrinsics frame = new Intrinsics(focal, focal, 0.5f * edge, 0.5f * edge);
        List<Detection> seen = List.of(new Detection(box, camera, maps, 1));
        TrackerState state = TrackerState.initial();
        for (int i = 0; i < FRAMES; i++) {
            Step step = tracker.step(state, new Observation(i, i * FRAME_MICROS, edge, edge, frame, seen));
            if (!step.scene().subjects().isEmpty()) {
                Subject subject = step.scene().subjects().get(0);
                skinner.poseJoints(subject.body(), subject.pose());
                return Optional.of(skinner.jointPositions().clone());
            }
            state = step.state();
        }
        return Optional.empty();
    }
}
