package io.canter.training.motion;

import io.canter.tracking.Body;
import io.canter.tracking.Pose;
import java.util.List;

/**
 * Several gaits one after the other, with transitions in which the feet find the next gait's rhythm: touch downs,
 * durations and reach glide over, and since all feet follow the same ground none slips.
 */
final class GaitSequence implements Motion {
    private static final double STEP_SECONDS = 1 / 200.0;

    /** @param untilSeconds moment at which the change to the next gait begins; the last part's is the end */
    record Part(Gait gait, double untilSeconds) {}

    private final List<Part> parts;
    private final double transitionSeconds;
    private final Style style;
    private final double[] phases; // at multiples of STEP_SECONDS
    private final double[] travels; // fractions of the hip's height

    GaitSequence(List<Part> parts, double transitionSeconds, Style style) {
        this.parts = List.copyOf(parts);
        this.transitionSeconds = transitionSeconds;
        this.style = style;
        int steps = (int) Math.ceil(periodSeconds() / STEP_SECONDS) + 1;
        phases = new double[steps];
        travels = new double[steps];
        for (int i = 1; i < steps; i++) {
            Gait gait = feet((i - 0.5) * STEP_SECONDS);
            phases[i] = phases[i - 1] + STEP_SECONDS / gait.periodSeconds();
            travels[i] = travels[i - 1] + STEP_SECONDS * gait.stance() / (gait.duty() * gait.periodSeconds());
        }
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
        return at(travels, seconds) * new PoseBuilder(body).hipHeight();
    }

    /** @param seconds within the sequence; before and after it the first and the last moment are held */
    @Override
    public Pose at(double seconds, Body body) {
        double phase = at(phases, seconds);
        phase -= Math.floor(phase);
        int part = part(seconds);
        TrunkWave trunk = TrunkWave.of(parts.get(part).gait(), phase);
        float t = progress(part, seconds);
        if (t > 0) {
            trunk = trunk.towards(TrunkWave.of(parts.get(part + 1).gait(), phase), t);
        }
        return Stride.pose(body, feet(seconds), trunk, phase, style, seconds);
    }

    private Gait feet(double seconds) {
        int part = part(seconds);
        float t = progress(part, seconds);
        Gait gait = parts.get(part).gait();
        return t > 0 ? gait.towards(parts.get(part + 1).gait(), t) : gait;
    }

    /** The part that holds then; a transition belongs to the part it leaves. */
    private int part(double seconds) {
        int part = 0;
        while (part < parts.size() - 1 && seconds >= parts.get(part).untilSeconds() + transitionSeconds) {
            part++;
        }
        return part;
    }

    private float progress(int part, double seconds) {
        if (part == parts.size() - 1) {
            return 0;
        }
        return Stride.smooth((float) ((seconds - parts.get(part).untilSeconds()) / transitionSeconds));
    }

    private static double at(double[] table, double seconds) {
        double x = Math.max(0, Math.min(table.length - 1.001, seconds / STEP_SECONDS));
        int i = (int) x;
        return table[i] + (x - i) * (table[i + 1] - table[i]);
    }
}
