package io.canter.tracking;

import io.canter.inference.Box;
import io.canter.inference.Detection;
import io.canter.inference.Hint;
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
    /** What overlaps an expectation by less may be another animal: then colours count, too. */
    private static final double UNDOUBTED = 0.5;
    /** Who was not seen in the last frame is seen again only in what lies about where it must be. */
    private static final double REGAINED_OVERLAP_MIN = 0.55;
    /** Who is covered by so much of others is hidden behind them. */
    private static final double COVERED_MIN = 0.3;
    /** Who shares no more of its box with others stands by itself. */
    private static final double APART_MAX = 0.1;
    /** Frames within which it must be told whether a newcomer is somebody who was lost: a return takes ten at most. */
    private static final int OPEN_FRAMES = 9;
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
        return state.members().size() < config.subjectsMax();
    }

    /** Whether somebody was found in that state's frame who was not followed before: more may have come with it. */
    public boolean hasNewcomer(HerdState state) {
        return state.members().stream().anyMatch(one -> one.course().bornMicros() == state.ptsMicros());
    }

    /**
     * Where to look in a frame for each of the followed, and what to expect there. Among others nothing is expected: a
     * prior would find its animal in theirs. To be drawn before the next step, see {@link Tracker#hint}.
     *
     * @param ptsMicros the frame's time
     */
    public List<Hint> hints(HerdState state, long ptsMicros) {
        return state.members().stream()
                .map(one -> new Hint(
                        one.expectedBox(),
                        one.course().crowded() ? Optional.empty() : tracker.prior(one.state(), ptsMicros)))
                .toList();
    }

    /** Takes one frame's observation. */
    public HerdStep step(HerdState state, Observation observation) {
        List<Detection> seen = distinct(observation.detections());
        int[] of = Assignment.best(gains(state, seen, observation));
        boolean[] coast = collapsed(state, seen, of, observation);
        Roll roll = new Roll(state);
        for (int i = 0; i < of.length; i++) {
            Optional<Detection> own = of[i] < 0 || coast[i] ? Optional.empty() : Optional.of(seen.get(of[i]));
            List<Box> others = new ArrayList<>();
            List<Box> unseen = new ArrayList<>();
            for (int k = 0; k < of.length; k++) {
                if (k != i && (of[k] < 0 || coast[k])) {
                    unseen.add(state.members().get(k).expectedBox());
                }
            }
            for (int d = 0; d < seen.size(); d++) {
                if (d != of[i] || coast[i]) {
                    others.add(seen.get(d).box());
                }
            }
            follow(state.members().get(i), own, others, unseen, roll, observation);
        }
        roll.absent.removeIf(one -> !isRemembered(one, observation.ptsMicros()));
        List<Detection> rest = new ArrayList<>();
        for (int d = 0; d < seen.size(); d++) {
            Box box = seen.get(d).box();
            if (!contains(of, d) && roll.going.stream().noneMatch(one -> isKnown(box, one.member.track()))) {
                rest.add(seen.get(d));
            }
        }
        welcome(rest, roll, observation);
        for (Going one : List.copyOf(roll.going)) {
            settle(one, roll, observation);
        }
        while (roll.absent.size() > config.absentMax()) {
            roll.absent.remove(0);
        }
        return roll.result(observation);
    }

    /** Who is followed and who is remembered, while a frame is being worked through. */
    private static final class Roll {
        final List<Going> going = new ArrayList<>();
        final List<Member> absent;
        final long ptsMicros; // of the frame before
        int nextId;
        Presence search;

        Roll(HerdState state) {
            absent = new ArrayList<>(state.absent());
            ptsMicros = state.ptsMicros();
            nextId = state.nextId();
            search = state.search();
        }

        TrackerState nobody() {
            return new TrackerState(nextId, Optional.empty(), search, ptsMicros);
        }

        HerdStep result(Observation frame) {
            List<Subject> subjects = new ArrayList<>();
            List<Subject> candidates = new ArrayList<>();
            List<Sighting> sightings = new ArrayList<>();
            for (Going one : going) {
                one.step.candidate().ifPresent(candidates::add);
                (one.member.settled() ? subjects : candidates)
                        .addAll(one.step.scene().subjects());
                one.step.sightings().forEach(s -> sightings.add(one.member.settled() ? s : s.heldBack()));
            }
            subjects.sort(Comparator.comparingInt(Subject::id));
            Scene scene = new Scene(
                    frame.frameIndex(), frame.ptsMicros(), frame.width(), frame.height(), frame.camera(), subjects);
            List<Member> members = going.stream().map(one -> one.member).toList();
            HerdState state = new HerdState(nextId, members, absent, search, frame.ptsMicros());
            return new HerdStep(state, scene, candidates, sightings);
        }
    }

    /** One of the followed in this frame. */
    private static final class Going {
        Member member;
        Step step;
        Optional<Detection> seen;

        Going(Step step, boolean settled, Course course, Optional<Detection> seen) {
            this.step = step;
            this.seen = seen;
            member = new Member(step.state(), settled, course);
        }
    }

    /**
     * @param others boxes of whatever else is seen in this frame
     * @param unseen where those are expected that are not
     */
    private void follow(
            Member before, Optional<Detection> own, List<Box> others, List<Box> unseen, Roll roll, Observation frame) {
        Optional<Track> behind = own.isPresent() ? Optional.empty() : hidden(before, others, frame);
        Step step = behind.isPresent()
                ? tracker.hidden(before.state(), behind.get(), frame)
                : tracker.step(
                        withNextId(before.state(), roll.nextId),
                        with(frame, own.stream().toList()));
        Optional<Track> track = step.state().track();
        if (track.isEmpty() || track.get().id() != before.id()) {
            if (before.shown()) {
                roll.absent.add(before);
            } else if (step.state().presence().logOdds() < roll.search.logOdds()) {
                roll.search = step.state().presence();
            }
        }
        if (track.isPresent()) {
            roll.nextId = Math.max(roll.nextId, track.get().id() + 1);
            boolean same = track.get().id() == before.id();
            Course course = same ? before.course() : Course.begin(track.get());
            if (own.isPresent() && track.get().missed() == 0) {
                double around =
                        covered(own.get().box(), others) + covered(own.get().box(), unseen);
                Optional<Box> whole = course.whole(own.get().box(), frame.ptsMicros(), frame.width(), frame.height());
                course = course.next(track.get(), around < APART_MAX, whole.isPresent(), frame.camera());
                step = whole.map(step::withBox).orElse(step);
            } else if (behind.isEmpty()) {
                step = step.withBox(course.boxAt(frame.ptsMicros()));
            }
            roll.going.add(new Going(step, same && before.settled(), course, own));
        }
    }

    /** Where an animal must be that was shown and is not seen, if that is behind others; for a time. */
    private Optional<Track> hidden(Member one, List<Box> others, Observation frame) {
        double seconds = 1e-6 * (frame.ptsMicros() - one.course().seenMicros());
        if (!one.shown() || frame.ptsMicros() <= one.track().ptsMicros() || seconds > config.hiddenSeconds()) {
            return Optional.empty();
        }
        Track moved = one.course().moved(one.track(), frame.ptsMicros());
        return covered(moved.box(), others) > COVERED_MIN ? Optional.of(moved) : Optional.empty();
    }

    /** Newcomers among what belongs to nobody. */
    private void welcome(List<Detection> rest, Roll roll, Observation frame) {
        roll.search =
                tracker.step(roll.nobody(), with(frame, List.of())).state().presence();
        while (roll.going.size() < config.subjectsMax() && !rest.isEmpty()) {
            Step born = tracker.step(roll.nobody(), with(frame, rest));
            Optional<Track> track = born.state().track();
            if (track.isEmpty()) {
                roll.search = born.state().presence();
                return;
            }
            roll.nextId = track.get().id() + 1;
            Optional<Detection> own = rest.stream().max(Comparator.comparingDouble(d -> d.box()
                    .overlap(track.get().box())));
            roll.going.add(new Going(born, false, Course.begin(track.get()), own));
            rest.removeIf(detection -> isKnown(detection.box(), track.get()));
        }
    }

    /** Whether someone not shown yet is one who was lost; if not, it is shown as soon as that is known. */
    private void settle(Going one, Roll roll, Observation frame) {
        if (one.member.settled()) {
            return;
        }
        List<Member> lost = new ArrayList<>(roll.absent);
        roll.going.stream()
                .map(other -> other.member)
                .filter(m -> m.shown() && m.missing())
                .forEach(lost::add);
        Optional<Member> old = Reunion.match(one.member, lost);
        if (old.isPresent()) {
            roll.absent.remove(old.get());
            roll.going.removeIf(other -> other.member.id() == old.get().id());
            again(old.get(), one, frame);
            return;
        }
        Member now = one.member;
        boolean open = now.track().frames() < OPEN_FRAMES && lost.stream().anyMatch(l -> Reunion.isOpen(now, l));
        one.member = new Member(now.state(), now.state().presence().confirmed() && !open, now.course());
    }

    /** A newcomer gets the id, the shape and the coat that it had when it was lost. */
    private void again(Member old, Going one, Observation frame) {
        Track track = one.member.track().returning(old.track());
        TrackerState state = one.member.state();
        TrackerState known = new TrackerState(
                state.nextId(), Optional.of(track), state.presence().known(), state.ptsMicros());
        // The fit goes on from the old shape in the same frame; time has not moved, so neither has the animal.
        Step step = tracker.step(known, with(frame, one.seen.stream().toList()));
        one.step = step.state().track().isPresent() ? step : tracker.hidden(known, track, frame);
        one.member = new Member(one.step.state(), true, one.member.course());
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

    /**
     * How well each followed animal and each detection go together: by place, and by colours where animals meet or where
     * the place alone is doubtful.
     */
    private double[][] gains(HerdState state, List<Detection> seen, Observation frame) {
        List<Box> expected = state.predictedBoxes();
        double[][] gain = new double[expected.size()][seen.size()];
        for (int d = 0; d < seen.size(); d++) {
            int near = 0;
            double best = 0;
            for (int i = 0; i < expected.size(); i++) {
                double overlap = expected.get(i).overlap(seen.get(d).box());
                boolean missing = state.members().get(i).missing();
                boolean union =
                        state.members().get(i).course().isTooLarge(seen.get(d).box())
                                && covered(seen.get(d).box(), without(expected, i)) > APART_MAX;
                gain[i][d] = !union && overlap > (missing ? REGAINED_OVERLAP_MIN : OVERLAP_MIN) ? overlap : 0;
                near += overlap > CONTESTED ? 1 : 0;
                best = Math.max(best, missing ? 0 : gain[i][d]);
            }
            if (near > 1 || best < UNDOUBTED) {
                addColours(gain, d, state, seen.get(d), frame);
            }
        }
        return gain;
    }

    /** A detection in doubt is fitted as if it were new, once, to see what colours it wears. */
    private void addColours(double[][] gain, int d, HerdState state, Detection detection, Observation frame) {
        boolean wanted = false;
        for (double[] row : gain) {
            wanted |= row[d] > 0;
        }
        if (!wanted) {
            return;
        }
        Optional<Track> fresh = tracker.step(TrackerState.initial(), with(frame, List.of(detection)))
                .state()
                .track();
        for (int i = 0; i < gain.length && fresh.isPresent(); i++) {
            CoatEstimate coat = state.members().get(i).track().coat();
            OptionalDouble difference = CoatLikeness.difference(fresh.get().coat(), coat);
            if (gain[i][d] > 0 && difference.isPresent()) {
                boolean other = difference.getAsDouble() > Reunion.DIFFERENCE_MAX && gain[i][d] < UNDOUBTED;
                gain[i][d] = other ? 0 : gain[i][d] + Math.exp(-difference.getAsDouble() / Reunion.DIFFERENCE_MAX);
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
        TrackerState one = state.members().get(i).state();
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

    private boolean isRemembered(Member one, long ptsMicros) {
        long gap = ptsMicros - one.track().ptsMicros();
        return gap >= 0 && gap <= 1e6 * config.absentSeconds();
    }

    private static boolean isKnown(Box box, Track track) {
        return box.common(track.box())
                > KNOWN_SHARE * Math.min(box.area(), track.box().area());
    }

    /** Share of a box that others cover; more than 1 where they overlap each other. */
    private static double covered(Box box, List<Box> others) {
        double sum = 0;
        for (Box other : others) {
            sum += box.common(other);
        }
        return sum / box.area();
    }

    private static List<Box> without(List<Box> boxes, int index) {
        List<Box> others = new ArrayList<>(boxes);
        others.remove(index);
        return others;
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
