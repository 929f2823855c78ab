package io.canter.app;

import io.canter.inference.Box;
import io.canter.inference.Observation;
import io.canter.ingest.FrameSource;
import io.canter.tracking.Body;
import io.canter.tracking.Coat;
import io.canter.tracking.Judge;
import io.canter.tracking.ObservedSurface;
import io.canter.tracking.Rig;
import io.canter.tracking.Subject;
import io.canter.tracking.Tracker;
import io.canter.tracking.TrackerConfig;
import io.canter.tracking.TrackerState;
import java.util.Comparator;
import java.util.Optional;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * One animal as a photo or a film shows it.
 *
 * @param frame that shows it best, 0-based
 * @param subject in that frame, in the body and coat known at the end
 * @param observation of that frame
 */
record Portrait(long frame, Subject subject, Observation observation) {
    /** A film's animal is known long before; more only costs time. 40 s at 25 frames a second. */
    private static final int FRAMES_MAX = 1000;
    /** A photo is fitted so often, each time from where the last fit ended. */
    private static final int ROUNDS = 6;

    private static final long ROUND_MICROS = 40_000;

    /**
     * Looks for the animal in a photo or a video.
     *
     * @param input as the user gave it, for messages
     * @param frame which frame of a video, counted from 0; null: the one that shows the animal best
     * @throws UserException if there is none
     */
    static Portrait find(String input, Long frame, SourceOptions options, CanterConfig settings, Rig rig)
            throws Exception {
        double height = options.withersHeightMetres(settings);
        Optional<Box> box = options.box();
        Scheduler thinking = Schedulers.newSingle("canter-pipeline", true);
        Best best = new Best(frame == null ? -1 : frame);
        try (FrameSource frames = FrameSource.open(options.source(input, settings));
                Pipeline pipeline = Engines.pipeline(settings, rig, options.model(), height, box, 1, true);
                Progress progress =
                        Progress.onStandardError("look", frames.info().frameCount())) {
            pipeline.runWithHindsight(frames.frames(thinking).take(FRAMES_MAX))
                    .doOnDiscard(Processed.class, Processed::close)
                    .doOnNext(seen -> {
                        try (seen) {
                            best.see(seen);
                            progress.step();
                        }
                    })
                    .then(Mono.empty())
                    .block();
            if (best.frames == 0) {
                throw new UserException(input + " has no frame that can be decoded");
            }
        } finally {
            thinking.dispose();
        }
        if (best.subject == null) {
            throw new UserException(input + ": no animal found" + (frame == null ? "" : " in frame " + frame) + "; "
                    + (box.isPresent()
                            ? "check that --box x,y,width,height is tight around it, in pixels"
                            : "say where it is with --box X,Y,W,H in pixels, or crop the picture closer to it"));
        }
        return best.frames == 1 ? again(best, height, rig) : best.portrait();
    }

    /** A photo is one frame: the fit goes on from where it stands until nothing changes any more. */
    private static Portrait again(Best best, double height, Rig rig) {
        TrackerConfig config = TrackerConfig.defaults().withWithersHeightMetres(height);
        Tracker tracker = new Tracker(rig, config, Judge.believing());
        TrackerState state = TrackerState.initial();
        Subject subject = best.subject;
        Observation seen = best.observation;
        for (int i = 0; i < ROUNDS; i++) {
            var step = tracker.step(
                    state,
                    new Observation(
                            i,
                            i * ROUND_MICROS,
                            seen.width(),
                            seen.height(),
                            seen.camera(),
                            seen.detections().stream()
                                    .filter(d -> d.box().overlap(best.subject.box()) > 0.3)
                                    .toList()));
            state = step.state();
            if (!step.scene().subjects().isEmpty()) {
                subject = step.scene().subjects().get(0);
            }
        }
        return new Portrait(best.frame, subject, seen);
    }

    /** The subject with the surface that the maps of its frame show. */
    Subject detailed(Rig rig) {
        Subject s = subject;
        return observation.detections().stream()
                .max(Comparator.comparingDouble(d -> d.box().overlap(s.box())))
                .map(d -> new ObservedSurface(rig).refine(s, d))
                .map(body -> new Subject(
                        s.id(), s.confidence(), s.box(), body, s.bodyVersion(), s.pose(), s.coat(), s.ground()))
                .orElse(s);
    }

    private static final class Best {
        private long frames;
        private final long wanted; // -1: any
        private long frame;
        private double score;
        private Subject subject;
        private Observation observation;
        private Body body;
        private Coat coat;

        Best(long wanted) {
            this.wanted = wanted;
        }

        void see(Processed processed) {
            frames++;
            for (Subject s : processed.scene().subjects()) {
                double size = Math.sqrt((double) s.box().width() * s.box().height());
                boolean asked = wanted < 0 || processed.frame().index() == wanted;
                if (asked && s.confidence() * size > score) {
                    score = s.confidence() * size;
                    subject = s;
                    observation = processed.observation();
                    frame = processed.frame().index();
                }
                if (subject != null && s.id() == subject.id()) {
                    body = s.body();
                    coat = s.coat();
                }
            }
        }

        Portrait portrait() {
            Subject best = subject;
            return new Portrait(
                    frame,
                    new Subject(best.id(), best.confidence(), best.box(), body, best.bodyVersion(), best.pose(), coat),
                    observation);
        }
    }
}
