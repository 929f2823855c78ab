package io.canter.training.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.canter.inference.Model;
import io.canter.inference.ModelFile;
import io.canter.inference.ModelOptions;
import io.canter.inference.Observer;
import io.canter.inference.ObserverOptions;
import io.canter.ingest.Frame;
import io.canter.ingest.FramePool;
import io.canter.tracking.Coat;
import io.canter.tracking.Judge;
import io.canter.tracking.LayeredRasterizer;
import io.canter.tracking.Pose;
import io.canter.tracking.Rig;
import io.canter.tracking.Skinner;
import io.canter.tracking.Step;
import io.canter.tracking.Subject;
import io.canter.tracking.Tracker;
import io.canter.tracking.TrackerConfig;
import io.canter.tracking.TrackerState;
import io.canter.training.motion.Motions;
import io.canter.training.scene.View;
import org.junit.jupiter.api.Test;

/** The coat that the whole pipeline reads off a generated clip, against what the true pose reads off it. */
class CoatOfClipTest {
    private static final long SEED = GeneratedClip.FIRST_HELD_OUT_SEED + 2;
    private static final int WIDTH = 480;
    private static final int HEIGHT = 270;
    private static final int FRAMES = 18;

    /** Of the vertices that are truly seen: mean colour over the clip, as a camera that knows the pose has it. */
    private static final class Truth {
        private final GeneratedClip clip;
        private final Rig rig;
        private final Skinner skinner;
        private final LayeredRasterizer raster = new LayeredRasterizer(WIDTH, HEIGHT, 1);
        private final float[] world;
        private final float[] camera;
        final double[] sums;
        final int[] counts;

        Truth(GeneratedClip clip) {
            this.clip = clip;
            rig = clip.rig();
            skinner = new Skinner(rig);
            world = new float[rig.mesh().vertices().length];
            camera = new float[world.length];
            sums = new double[world.length];
            counts = new int[world.length / 3];
        }

        void add(Clip.Moment moment) {
            double seconds = moment.index() / clip.framesPerSecond();
            Pose pose = clip.motion().at(seconds, clip.body());
            pose.rootTranslation()[2] += (float) clip.motion().travel(seconds, clip.body());
            View view = clip.view(moment.index());
            skinner.skin(clip.body(), pose, world);
            view.toCamera(world, camera);
            raster.rasterize(camera, rig.mesh().triangles(), view.intrinsics());
            for (int v = 0; v < counts.length; v++) {
                float z = camera[3 * v + 2];
                int x = (int) (view.intrinsics().fx() * camera[3 * v] / z
                        + view.intrinsics().cx());
                int y = (int) (view.intrinsics().fy() * camera[3 * v + 1] / z
                        + view.intrinsics().cy());
                if (x < 0 || y < 0 || x >= WIDTH || y >= HEIGHT || z > raster.depth(0, y * WIDTH + x) + 0.01f) {
                    continue;
                }
                // On the outline a pixel is no truth.
                if (raster.hit(0, y * WIDTH + Math.max(0, x - 1))
                        && raster.hit(0, y * WIDTH + Math.min(WIDTH - 1, x + 1))) {
                    counts[v]++;
                    for (int k = 0; k < 3; k++) {
                        sums[3 * v + k] += moment.rgb()[3 * (y * WIDTH + x) + k] & 0xff;
                    }
                }
            }
        }

        /** Mean error over channels of the vertices of one origin whose truth is known, 0..255. */
        double error(Coat coat, byte origin) {
            double sum = 0;
            int count = 0;
            for (int v = 0; v < counts.length; v++) {
                if (coat.origins()[v] == origin && counts[v] > 0) {
                    for (int k = 0; k < 3; k++) {
                        sum += Math.abs(coat.channel(v, k) - sums[3 * v + k] / counts[v]);
                        count++;
                    }
                }
            }
            return sum / Math.max(1, count);
        }

        /** The same for one grey over all seen: what knowing nothing but the mean would give. */
        double spread() {
            double[] mean = new double[3];
            int count = 0;
            for (int v = 0; v < counts.length; v++) {
                if (counts[v] > 0) {
                    for (int k = 0; k < 3; k++) {
                        mean[k] += sums[3 * v + k] / counts[v];
                    }
                    count++;
                }
            }
            double sum = 0;
            for (int v = 0; v < counts.length; v++) {
                for (int k = 0; counts[v] > 0 && k < 3; k++) {
                    sum += Math.abs(sums[3 * v + k] / counts[v] - mean[k] / count);
                }
            }
            return sum / (3.0 * count);
        }
    }

    @Test
    void seenColoursAreThoseOfTheClip() throws Exception {
        GeneratedClip clip =
                GeneratedClip.random("horse", Motions.walkTrotCanter(5, 6, 8, SEED), SEED, FRAMES, WIDTH, HEIGHT);
        Truth truth = new Truth(clip);
        TrackerState[] state = {TrackerState.initial()};
        Coat[] coat = {null};
        Tracker tracker = new Tracker(clip.rig(), TrackerConfig.defaults(), Judge.believing());
        FramePool pool = new FramePool(1);
        Model network = Model.load(
                ModelFile.shipped(),
                ModelOptions.defaults().withThreads(1).withTemplate(clip.rig().id()));
        try (Observer observer = new Observer(network, ObserverOptions.defaults())) {
            clip.render(moment -> {
                try (Frame frame = pool.frame(moment.index(), moment.ptsMicros(), WIDTH, HEIGHT, moment.intrinsics())) {
                    frame.pixels().put(moment.rgb());
                    Step step =
                            tracker.step(state[0], observer.observe(frame, tracker.hint(state[0], frame.ptsMicros())));
                    state[0] = step.state();
                    for (Subject subject : step.scene().subjects()) {
                        coat[0] = subject.coat();
                    }
                    truth.add(moment);
                }
            });
        }
        assertThat(coat[0]).as("the horse is found").isNotNull();
        double seen = truth.error(coat[0], Coat.SEEN);
        assertThat(coat[0].share(Coat.SEEN)).isGreaterThan(0.12);
        assertThat(seen).isLessThan(12).isLessThan(0.65 * truth.spread());
    }
}
