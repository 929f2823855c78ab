package io.canter.training.evaluation;

import io.canter.inference.DualPointMaps;
import io.canter.training.evaluation.RigStage.Shot;
import java.util.List;

/** How well a foreign rig's pictures were read. */
public final class RigScore {
    private final RigSplit split;
    private final List<String> clips;
    private final double bodyLengthMetres;
    private final ErrorList aligned = new ErrorList();
    private final ErrorList floor = new ErrorList();
    private final ErrorList placed = new ErrorList();
    private final ErrorList canonical = new ErrorList();
    private final ErrorList iou = new ErrorList();
    private int pictures;
    private int unseen;
    private int turned;

    RigScore(RigSplit split, List<String> clips, double bodyLengthMetres) {
        this.split = split;
        this.clips = List.copyOf(clips);
        this.bodyLengthMetres = bodyLengthMetres;
    }

    void add(Shot shot, DualPointMaps found) {
        pictures++;
        MapPair pair = new MapPair(found, shot.sample());
        int both = 0;
        int either = 0;
        double straight = 0;
        double around = 0;
        for (int i = 0; i < pair.plane(); i++) {
            both += pair.isThere(i) && pair.isFound(i) ? 1 : 0;
            either += pair.isThere(i) || pair.isFound(i) ? 1 : 0;
            if (pair.isThere(i)) {
                canonical.add(pair.canonicalError(i));
                straight += pair.canonicalError(i);
                around += pair.turnedError(i);
            }
        }
        iou.add(either == 0 ? 1 : (double) both / either);
        turned += around < straight ? 1 : 0;
        floor.add(CloudMatch.distance(pair.cloud(true), shot.surface(), shot.vertical()));
        float[] cloud = CloudPlacement.inCamera(found, shot.sample().tanHalf());
        double distance = CloudMatch.distance(cloud, shot.surface(), shot.vertical());
        if (Double.isNaN(distance)) {
            unseen++;
            return;
        }
        aligned.add(distance);
        placed.add(Chamfer.distance(cloud, shot.surface()));
    }

    RigSplit split() {
        return split;
    }

    List<String> clips() {
        return clips;
    }

    int pictures() {
        return pictures;
    }

    /** Pictures in which the network finds nothing; they have no distance. */
    int unseen() {
        return unseen;
    }

    double bodyLengthMetres() {
        return bodyLengthMetres;
    }

    /** Mean chamfer after similarity alignment, percent of the animal's own length. */
    double alignedPercent() {
        return 100 * aligned.mean() / bodyLengthMetres;
    }

    /** What the same measure makes of exact maps of the same pictures: it cannot be less by much. */
    double floorPercent() {
        return 100 * floor.mean() / bodyLengthMetres;
    }

    /** Mean chamfer in the camera's frame, nothing aligned. */
    double placedPercent() {
        return 100 * placed.mean() / bodyLengthMetres;
    }

    double maskIou() {
        return iou.mean();
    }

    /** Median distance of Q from the carried one, centimetres of the template. */
    double canonicalCm() {
        return 100 * canonical.median();
    }

    double turned() {
        return pictures == 0 ? Double.NaN : (double) turned / pictures;
    }
}
