package io.canter.output;

import io.canter.inference.Detection;
import io.canter.inference.DualPointMaps;
import io.canter.inference.Observation;
import io.canter.ingest.Frame;
import io.canter.tracking.Rig;
import io.canter.tracking.Skeleton;
import io.canter.tracking.Subject;
import java.io.IOException;
import java.nio.file.Path;

/**
 * {@code points/NNNNNN-ID.ply}: what the network itself says, all layers, before any fit, coloured by the canonical
 * coordinate.
 *
 * <p>The network's points are relative to the animal's root joint and in template units. They are placed by the
 * subject's root position and scaled by its trunk, which is equally long for all individuals of a family in template
 * units.
 */
final class PointFiles extends FolderSink {
    private static final float OCCUPANCY_MIN = 0.5f;

    private final Ply ply = new Ply();
    private final CanonicalColours colours;
    private final Rig rig;
    private final float templateTrunk;

    PointFiles(Path folder, Rig rig) throws IOException {
        super(folder, "\\d{6,}-\\d+\\.ply");
        this.rig = rig;
        colours = new CanonicalColours(rig);
        templateTrunk = trunk(rig, rig.skeleton().restPositions());
    }

    @Override
    public void accept(Frame frame, Observation observation, PosedScene scene) throws IOException {
        for (Subject subject : scene.subjects()) {
            Detection seen = observation.nearest(subject.box()).orElse(null);
            if (seen != null) {
                write(file(frame.index(), subject.id(), "ply"), subject, seen);
            }
        }
    }

    private void write(Path file, Subject subject, Detection seen) throws IOException {
        DualPointMaps maps = seen.maps();
        int plane = maps.size() * maps.size();
        int count = 0;
        for (int i = 0; i < maps.layers() * plane; i++) {
            count += present(maps, i) ? 1 : 0;
        }
        float scale = trunk(rig, subject.body().joints()) / templateTrunk;
        float[] r = seen.camera().frameFromCrop();
        float[] root = subject.pose().rootTranslation();
        ply.beginPoints(count);
        for (int i = 0; i < maps.layers() * plane; i++) {
            if (!present(maps, i)) {
                continue;
            }
            int layer = i / plane;
            int at = layer * 3 * plane + i % plane;
            float x = scale * maps.posed()[at];
            float y = scale * maps.posed()[at + plane];
            float z = scale * maps.posed()[at + 2 * plane];
            ply.point(
                    root[0] + r[0] * x + r[1] * y + r[2] * z,
                    root[1] + r[3] * x + r[4] * y + r[5] * z,
                    root[2] + r[6] * x + r[7] * y + r[8] * z,
                    colours.channel(0, maps.canonical()[at]),
                    colours.channel(1, maps.canonical()[at + plane]),
                    colours.channel(2, maps.canonical()[at + 2 * plane]),
                    layer,
                    maps.confidence()[i]);
        }
        ply.finish(file);
    }

    private static boolean present(DualPointMaps maps, int i) {
        return maps.occupancy()[i] > OCCUPANCY_MIN;
    }

    /** Length from the points of the shoulders back to the root of the tail. */
    private static float trunk(Rig rig, float[] joints) {
        Skeleton skeleton = rig.skeleton();
        int left = 3 * skeleton.indexOf("humerus_l");
        int right = 3 * skeleton.indexOf("humerus_r");
        int tail = 3 * skeleton.indexOf("tail_1");
        double sum = 0;
        for (int k = 0; k < 3; k++) {
            double d = 0.5 * (joints[left + k] + joints[right + k]) - joints[tail + k];
            sum += d * d;
        }
        return (float) Math.sqrt(sum);
    }
}
