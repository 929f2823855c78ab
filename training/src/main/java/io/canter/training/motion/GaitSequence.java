package io.canter.training.motion;

import io.canter.tracking.Body;
import io.canter.tracking.Pose;
import java.util.List;

/** Several gaits one after the other, with transitions in which the feet find the next gait's rhythm. */
final class GaitSequence implements Motion {
    /** @param untilSeconds moment at which the change to the next gait begins; the last part's is the end */
    record Part(Gait gait, double untilSeconds) {}

    private final List<Part> parts;
    private final double transitionSeconds;
    private final Style style;
    private final Feet feet;

    GaitSequence(List<Part> parts, double transitionSeconds, Style style) {
        this.parts = List.copyOf(parts);
        this.transitionSeconds = transitionSeconds;
        this.style = style;
        feet = new Feet(this::gait, this::place, periodSeconds());
    }

    @Override
    public String name() {
        return String.join(", ", parts.stream().map(part -> part.gait().name()).toList());
    }

    @Override
    public double periodSeconds() {
        return parts.get(parts.size() - 1).untilSeconds();
    }

    @Override
    public double travel(double seconds, Body body) {
        return feet.travel(seconds) * new PoseBuilder(body).hipHeight();
    }

    /** @param seconds within the sequence; before and after it the first and the last moment are held */
    @Override
    public Pose at(double seconds, Body body) {
        Gait[] gaits = new Gait[4];
        double[] since = new double[4];
        for (int leg = 0; leg < 4; leg++) {
            gaits[leg] = gait(feet.learnt(leg, seconds));
            since[leg] = feet.since(leg, seconds);
        }
        double phase = feet.phase(seconds);
        double place = place(seconds);
        int part = (int) place;
        TrunkWave trunk = TrunkWave.of(parts.get(part).gait(), phase);
        if (place > part) {
            trunk = trunk.towards(TrunkWave.of(parts.get(part + 1).gait(), phase), place - part);
        }
        return Stride.pose(body, gaits, since, trunk, style, seconds);
    }

    private Gait gait(double place) {
        int part = Math.min(parts.size() - 1, (int) place);
        Gait gait = parts.get(part).gait();
        return place > part ? gait.towards(parts.get(part + 1).gait(), (float) (place - part)) : gait;
    }

    /** Place along the sequence: whole numbers are the parts, between them lie the transitions. */
    private double place(double seconds) {
        int part = 0;
        while (part < parts.size() - 1 && seconds >= parts.get(part).untilSeconds() + transitionSeconds) {
            part++;
        }
        if (part == parts.size() - 1) {
            return part;
        }
        float t = (float) ((seconds - parts.get(part).untilSeconds()) / transitionSeconds);
        return part + Stride.smooth(t);
    }
}
