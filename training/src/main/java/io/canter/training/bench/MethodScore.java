package io.canter.training.bench;

import io.canter.tracking.Rig;
import java.util.ArrayList;
import java.util.List;

/** What one way of tracking reaches, on one clip or on all. Lengths are template metres. */
public final class MethodScore {
    final MotionScore motion;
    final FootSlide feet;
    /** One a clip; none where the method tracks no points. */
    final List<PointTracks> tracks = new ArrayList<>();

    MethodScore(Rig rig) {
        motion = new MotionScore(rig.skeleton());
        feet = new FootSlide(ClipTruth.feet(rig));
    }

    void addAll(MethodScore other) {
        motion.addAll(other.motion);
        feet.addAll(other.feet);
        tracks.addAll(other.tracks);
    }

    /** Mean over the clips, as TAP-Vid has it; NaN where no points were tracked. */
    double averageJaccard() {
        return tracks.stream()
                .mapToDouble(PointTracks::averageJaccard)
                .average()
                .orElse(Double.NaN);
    }

    double occlusionAccuracy() {
        return tracks.stream()
                .mapToDouble(PointTracks::occlusionAccuracy)
                .average()
                .orElse(Double.NaN);
    }
}
