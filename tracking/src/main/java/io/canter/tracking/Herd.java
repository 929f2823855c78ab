package io.canter.tracking;

import io.canter.inference.Box;
import io.canter.inference.Detection;
import io.canter.inference.Observation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Follows several animals: a pure step from state and observation to the next state and the scene, like
 * {@link Tracker}'s, which it takes for each animal by itself. Here is only who is who: which detection is whose, who is
 * new, and who has come back. For one thread.
 */
public final class Herd {
    /** Detections that overlap by more show one animal; the other, if there is one, is hidden behind it and coasts. */
    private static final double SAME_OVERLAP = 0.7;
    /** A find that shares more than this of the smaller of both boxes with someone followed is no newcomer. */
    private static final double KNOWN_SHARE = 0.5;
    /** Boxes that share less do not belong together, whatever the colours. */
    private static final double OVERLAP_MIN = 0.05;
    /** A detection that overlaps two expectations by this much is contested: then colours count. */
    private static final double CONTESTED = 0.15;
    /** Two roots nearer than this, template metres, with the same box, are one animal. */
    private static final double COLLAPSED_METRES = 0.3;
    /** Detections looked at, for each that may be followed: the rest of a frame full of finds is left alone. */
    private static final int DETECTIONS_PER_SUBJECT = 2;

    private final Tracker tracker;
    private final HerdConfig config;

    /** @param tracker used by this herd alone from now on */
    public Herd(Tracker tracker, HerdConfig config) {
        this.tracker = tracker;
        this.config = config;
    }

    /** Whether one more animal may be followed beside those of that state. */
    public boolean hasRoom(HerdState state) {
        return state.followed().size() < config.subjectsMax();
    }

    /** Takes one frame's observation. */
    public HerdStep step(HerdState state, Observation observation) {
        List<Detection> seen = distinct(observation.detections());
        int[] of = Assignment.best(gains(state, seen, observation));
        int nextId = state.nextId();
        Presence search = state.search();
        List<Track> absent = new ArrayList<>(state.absent());
        List<Step> steps = new ArrayList<>();
        boolean[] coast = collapsed(state, seen, of, observation);
        for (int i = 0; i < of.length; i++) {
            TrackerState before = state.followed().get(i);
            List<Detection> own = of[i] < 0 || coast[i] ? List.of() : List.of(seen.get(of[i]));
            Step step = tracker.step(withNextId(before, nextId), with(observation, own));
            Optional<Track> track = step.state().track();
            int id = before.track().orElseThrow().id();
            if (track.isEmpty() || track.get().id() != id) {
                if (before.presence().confirmed()) {
                    absent.add(before.track().get());
                } else if (step.state().presence().logOdds() < search.logOdds()) {
                    search = step.state().presence();
                }
            }
            if (track.isPresent()) {
                nextId = Math.max(nextId, track.get().id() + 1);
                steps.add(step);
            }
        }
        absent.removeIf(track -> !isRemembered(track, observation.ptsMicros()));
        List<Detection> rest = new ArrayList<>();
        for (int d = 0; d < seen.size(); d++) {
            Box box = seen.get(d).box();
            if (!contains(of, d) && steps.stream().noneMatch(s -> isKnown(box, track(s)))) {
                rest.add(seen.get(d));
            }
        }
        TrackerState nobody = new TrackerState(nextId, Optional.empty(), search, state.ptsMicros());
        search = tracker.step(nobody, with(observation, List.of())).state().presence();
        while (steps.size() < config.subjectsMax() && !rest.isEmpty()) {
            Step born = tracker.step(withNextId(nobody, nextId), with(observation, rest));
            if (born.state().track().isEmpty()) {
                search = born.state().presence();
                break;
            }
            nextId = track(born).id() + 1;
            Optional<Track> old = Reunion.match(track(born), absent);
            if (old.isPresent()) {
                absent.remove(old.get());
                born = again(old.get(), born, observation, rest);
            }
            steps.add(born);
            Track newcomer = track(born);
            rest.removeIf(detection -> isKnown(detection.box(), newcomer));
        }
        while (absent.size() > config.absentMax()) {
            absent.remove(0);
        }
        return result(nextId, steps, absent, search, observation);
    }

    private HerdStep result(int nextId, List<Step> steps, List<Track> absent, Presence search, Observation frame) {
        List<Subject> subjects = new ArrayList<>();
        List<Subject> candidates = new ArrayList<>();
        List<Sighting> sightings = new ArrayList<>();
        for (Step step : steps) {
            subjects.addAll(step.scene().subjects());
            step.candidate().ifPresent(candidates::add);
            sightings.addAll(step.sightings());
        }
        subjects.sort(Comparator.comparingInt(Subject::id));
        Scene scene = new Scene(
                frame.frameIndex(), frame.ptsMicros(), frame.width(), frame.height(), frame.camera(), subjects);
        List<TrackerState> followed = steps.stream().map(Step::state).toList();
        HerdState state = new HerdState(nextId, followed, absent, search, frame.ptsMicros());
        return new HerdStep(state, scene, candidates, sightings);
    }

    /** What was just born, with the id, the shape and the coat that it had when it was lost. */
    private Step again(Track old, Step born, Observation frame, List<Detection> rest) {
        Track track = track(born).returning(old);
        TrackerState state = born.state();
        TrackerState known = new TrackerState(state.nextId(), Optional.of(track), state.presence(), state.ptsMicros());
        // The fit goes on from the old shape in the same frame; time has not moved, so neither has the animal.
        Detection own = rest.stream()
                .max(Comparator.comparingDouble(d -> d.box().overlap(track.box())))
                .orElseThrow();
        Step step = tracker.step(known, with(frame, List.of(own)));
        return step.state().track().isPresent() ? step : born;
    }

    /** The best-scored of detections that show the same, bounded in number. */
    private List<Detection> distinct(List<Detection> detections) {
        List<Detection> sorted = new ArrayList<>(detections);
        sorted.sort(Comparator.comparingDouble(Detection::score).reversed());
        List<Detection> out = new ArrayList<>();
        for (Detection detection : sorted) {
            if (out.size() < DETECTIONS_PER_SUBJECT * config.subjectsMax()
                    && out.stream().noneMatch(o -> o.box().overlap(detection.box()) > SAME_OVERLAP)) {
                out.add(detection);
            }
        }
        return out;
    }

    /** How well each followed animal and each detection go together: by place, and by colours where animals meet. */
    private double[][] gains(HerdState state, List<Detection> seen, Observation frame) {
        List<Box> expected = state.predictedBoxes();
        double[][] gain = new double[expected.size()][seen.size()];
        for (int d = 0; d < seen.size(); d++) {
            int near = 0;
            for (int i = 0; i < expected.size(); i++) {
                double overlap = expected.get(i).overlap(seen.get(d).box());
                gain[i][d] = overlap > OVERLAP_MIN ? overlap : 0;
                near += overlap > CONTESTED ? 1 : 0;
            }
            if (near > 1) {
                addColours(gain, d, state, seen.get(d), frame);
            }
        }
        return gain;
    }

    /** A contested detection is fitted as if it were new, once, to see what colours it wears. */
    private void addColours(double[][] gain, int d, HerdState state, Detection detection, Observation frame) {
        TrackerState nobody = TrackerState.initial();
        Optional<Track> fresh =
                tracker.step(nobody, with(frame, List.of(detection))).state().track();
        for (int i = 0; i < gain.length && fresh.isPresent(); i++) {
            CoatEstimate coat = state.followed().get(i).track().orElseThrow().coat();
            OptionalDouble difference = CoatLikeness.difference(fresh.get().coat(), coat);
            if (gain[i][d] > 0 && difference.isPresent()) {
                gain[i][d] += Math.exp(-difference.getAsDouble() / Reunion.DIFFERENCE_MAX);
            }
        }
    }

    /** Of two that would end on one animal, the one known for less long is to coast. */
    private boolean[] collapsed(HerdState state, List<Detection> seen, int[] of, Observation frame) {
        boolean[] coast = new boolean[of.length];
        for (int i = 0; i < of.length; i++) {
            for (int k = 0; k < i; k++) {
                if (of[i] < 0
                        || of[k] < 0
                        || seen.get(of[i]).box().overlap(seen.get(of[k]).box()) < 0.5 * SAME_OVERLAP) {
                    continue;
                }
                Optional<Track> a = next(state, seen, of, i, frame);
                Optional<Track> b = next(state, seen, of, k, frame);
                if (a.isPresent() && b.isPresent() && distance(a.get(), b.get()) < COLLAPSED_METRES) {
                    coast[a.get().frames() > b.get().frames() ? k : i] = true;
                }
            }
        }
        return coast;
    }

    private Optional<Track> next(HerdState state, List<Detection> seen, int[] of, int i, Observation frame) {
        TrackerState one = state.followed().get(i);
        return tracker.step(one, with(frame, List.of(seen.get(of[i])))).state().track();
    }

    private static double distance(Track a, Track b) {
        double sum = 0;
        for (int k = 0; k < 3; k++) {
            double d = a.translation()[k] - b.translation()[k];
            sum += d * d;
        }
        return Math.sqrt(sum);
    }

    private boolean isRemembered(Track track, long ptsMicros) {
        long gap = ptsMicros - track.ptsMicros();
        return gap >= 0 && gap <= 1e6 * config.absentSeconds();
    }

    private static boolean isKnown(Box box, Track track) {
        Box other = track.box();
        float w = Math.min(box.x() + box.width(), other.x() + other.width()) - Math.max(box.x(), other.x());
        float h = Math.min(box.y() + box.height(), other.y() + other.height()) - Math.max(box.y(), other.y());
        float smaller = Math.min(box.width() * box.height(), other.width() * other.height());
        return w > 0 && h > 0 && w * h > KNOWN_SHARE * smaller;
    }

    private static Track track(Step step) {
        return step.state().track().orElseThrow();
    }

    private static boolean contains(int[] of, int detection) {
        for (int d : of) {
            if (d == detection) {
                return true;
            }
        }
        return false;
    }

    private static TrackerState withNextId(TrackerState state, int nextId) {
        return new TrackerState(nextId, state.track(), state.presence(), state.ptsMicros());
    }

    private static Observation with(Observation frame, List<Detection> detections) {
        return new Observation(
                frame.frameIndex(), frame.ptsMicros(), frame.width(), frame.height(), frame.camera(), detections);
    }
}
