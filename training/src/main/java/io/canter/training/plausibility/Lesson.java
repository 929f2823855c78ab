package io.canter.training.plausibility;

import io.canter.inference.Box;
import io.canter.tracking.Judge;
import io.canter.tracking.Sign;
import io.canter.tracking.Signs;
import io.canter.tracking.Step;
import io.canter.tracking.Subject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Gathers what is seen of animals and of phantoms. As a judge it says nothing, so that all is followed to its end. */
@SuppressWarnings("EnumOrdinal") // events are counted in an array of their own order
final class Lesson implements Judge {
    /** What overlaps the true box by so much is the animal; by so little, a phantom beside it; between, neither. */
    private static final double ANIMAL_OVERLAP = 0.4;

    private static final double PHANTOM_OVERLAP = 0.1;

    private final List<Shown> shown = new ArrayList<>();
    private final int[][] events = new int[2][Event.values().length];
    private Event event;
    private Signs signs;
    private Boolean followsAnimal; // null while nothing, or nothing certain, is followed
    private int clip;

    private enum Event {
        SEEN,
        MISSED,
        CONTRADICTED
    }

    /** Signs of one frame of a clip. */
    record Shown(int clip, boolean animal, Signs signs) {}

    @Override
    public double seen(Signs what) {
        if (event == null) { // where a search finds several, all being equal, the tracker takes the first
            event = Event.SEEN;
            signs = what;
        }
        return 0;
    }

    @Override
    public double missed() {
        event = Event.MISSED;
        return 0;
    }

    @Override
    public double contradicted() {
        event = Event.CONTRADICTED;
        return 0;
    }

    void beginClip() {
        clip++;
        followsAnimal = null;
        event = null;
    }

    /** Takes what the tracker that asked this judge made of a frame. */
    void note(Step step, Optional<Box> truth) {
        Event what = event;
        event = null;
        if (what == null) {
            followsAnimal = null;
            return;
        }
        Optional<Subject> subject = step.candidate();
        if (what == Event.SEEN) {
            double overlap = subject.isEmpty() || truth.isEmpty()
                    ? 0
                    : truth.get().overlap(subject.get().box());
            followsAnimal =
                    overlap >= ANIMAL_OVERLAP ? Boolean.TRUE : overlap <= PHANTOM_OVERLAP ? Boolean.FALSE : null;
            if (followsAnimal != null) {
                shown.add(new Shown(clip, followsAnimal, signs));
            }
        }
        if (followsAnimal != null) {
            events[followsAnimal ? 1 : 0][what.ordinal()]++;
        }
    }

    List<Shown> shown() {
        return shown;
    }

    /** Logarithm of how many times as often an animal is missed as a phantom is. */
    double missedEvidence() {
        return evidence(Event.MISSED);
    }

    double contradictedEvidence() {
        return evidence(Event.CONTRADICTED);
    }

    private double evidence(Event of) {
        return Math.log(rate(1, of) / rate(0, of));
    }

    private double rate(int animal, Event of) {
        double all = 0;
        for (int count : events[animal]) {
            all += count;
        }
        return (events[animal][of.ordinal()] + 1) / (all + 2); // as if each had been seen once before
    }

    static int[] directions() {
        int[] directions = new int[Sign.values().length];
        for (Sign sign : Sign.values()) {
            directions[sign.index()] = sign.speaksForAnimal() ? 1 : -1;
        }
        return directions;
    }
}
