package io.canter.tracking;

import static org.assertj.core.api.Assertions.assertThat;

import io.canter.inference.Detection;
import io.canter.inference.DualPointMaps;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What becomes of a candidate under a judge that says what it is told to. */
class CandidateTest {
    private static final long STEP_MICROS = 33_333;

    private final Rig rig = TestRigs.quadruped();
    private final Deque<Double> verdicts = new ArrayDeque<>();
    private Signs signs;
    private final Tracker tracker = new Tracker(rig, TrackerConfig.defaults(), new Judge() {
        @Override
        public double seen(Signs what) {
            signs = what;
            return verdicts.isEmpty() ? 0 : verdicts.remove();
        }

        @Override
        public double missed() {
            return -4;
        }

        @Override
        public double contradicted() {
            return -1;
        }
    });
    private TrackerState state = TrackerState.initial();
    private int frame;

    private Step see(Detection... detections) {
        Step step = tracker.step(state, PosedAnimal.observation(frame, frame * STEP_MICROS, detections));
        frame++;
        state = step.state();
        return step;
    }

    private Detection animal() {
        return PosedAnimal.random(rig, rig.template(), 1, 0.25, new Random(11)).detection();
    }

    private Step see(double verdict) {
        verdicts.add(verdict);
        return see(animal());
    }

    @Test
    void isFollowedButNotShownUntilEnoughSpeaksForIt() {
        Step first = see(0.5);
        assertThat(first.scene().subjects()).isEmpty();
        assertThat(first.candidate()).isPresent();
        assertThat(state.predictedBox()).isPresent();
        Step last = first;
        while (last.candidate().isPresent()) {
            last = see(2.0);
        }
        assertThat(last.scene().subjects()).hasSize(1);
        assertThat(last.scene().subjects().get(0).id())
                .isEqualTo(first.candidate().get().id());
        assertThat(frame).isBetween(3, 10);
    }

    @Test
    void isTheMostPlausibleOfWhatASearchFound() {
        Detection favourite = animal();
        Detection other = PosedAnimal.random(rig, rig.template(), 2.2, 0.25, new Random(12))
                .detection();
        verdicts.add(-1.0);
        verdicts.add(1.0);
        Step step = see(favourite, other);
        assertThat(step.candidate().orElseThrow().box()).isEqualTo(other.box()).isNotEqualTo(favourite.box());
        assertThat(state.presence().logOdds()).isEqualTo(Presence.BEFORE + 1);
    }

    @Test
    void isShownAtOnceWhereAllSpeaksForIt() {
        assertThat(see(6.0).scene().subjects()).hasSize(1);
    }

    @Test
    void isGivenUpWithoutTraceOfAnId() {
        see(0.5);
        Step step = see(-5.0);
        while (step.candidate().isPresent()) {
            step = see(-5.0);
        }
        assertThat(step.scene().subjects()).isEmpty();
        assertThat(state.predictedBox()).isEmpty();
        frame += 300; // what spoke against it is long forgotten
        assertThat(see(6.0).scene().subjects().get(0).id()).isEqualTo(1);
    }

    @Test
    void doesNotGetAFreshChanceAtOnce() {
        assertThat(see(-5.0).candidate()).isEmpty();
        assertThat(see(5.0).scene().subjects()).isEmpty();
    }

    @Test
    void confirmedAnimalThatCeasesToBePlausibleDies() {
        see(6.0);
        int shown = 0;
        while (!see(-4.0).scene().subjects().isEmpty()) {
            shown++;
        }
        assertThat(shown).isBetween(1, 20);
        assertThat(state.track()).isEmpty();
    }

    @Test
    void candidateCutOffByAJumpInTimeIsNotTakenForTheNext() {
        int id = see(0.5).candidate().orElseThrow().id();
        frame += 100;
        assertThat(see(0.5).candidate().orElseThrow().id()).isNotEqualTo(id);
    }

    @Test
    void signsOfAFirstSightHaveNoPastAndThoseOfTheNextHave() {
        see(0.0);
        for (Sign sign : Sign.values()) {
            assertThat(Double.isNaN(signs.of(sign))).as(sign.label()).isEqualTo(sign.isOfTime());
        }
        see(0.0);
        for (double value : signs.values()) {
            assertThat(value).isFinite();
        }
        assertThat(signs.of(Sign.FORESEEN)).isGreaterThan(0.9);
        assertThat(signs.of(Sign.STEADY_BOX)).isGreaterThan(0.9);
        assertThat(signs.of(Sign.TURN)).isLessThan(0.05);
    }

    @Test
    void signsTellABodyFromScrambledMaps() {
        see(0.0);
        Signs body = signs;
        state = TrackerState.initial();
        signs = null;
        see(PosedAnimal.spoilt(animal(), 0.06, 0.2, false, new Random(3)));
        Signs noise = signs;
        assertThat(body.of(Sign.OVERLAP)).isGreaterThan(0.85);
        assertThat(body.of(Sign.LAYERED)).isGreaterThan(0.95);
        for (Sign sign : new Sign[] {Sign.EXPLAINED, Sign.RESIDUAL, Sign.ROUGHNESS, Sign.OFF_SURFACE}) {
            double more = noise.of(sign) - body.of(sign);
            assertThat(sign.speaksForAnimal() ? -more : more).as(sign.label()).isPositive();
        }
    }

    @Test
    void signsTellAWholeBodyFromAFragment() {
        see(0.0);
        Signs body = signs;
        Detection whole = animal();
        DualPointMaps maps = whole.maps();
        float[] occupancy = maps.occupancy().clone();
        int size = maps.size();
        for (int i = 0; i < occupancy.length; i++) {
            // The lower half of the picture is empty: no legs.
            if (i % (size * size) / size > size / 2 || occupancy[i] <= 0.5f) {
                occupancy[i] = 0;
            } else {
                occupancy[i] = 0.6f;
            }
        }
        DualPointMaps half =
                new DualPointMaps(maps.layers(), size, maps.canonical(), maps.posed(), occupancy, maps.confidence());
        state = TrackerState.initial();
        see(new Detection(whole.box(), whole.camera(), half, 0.9f));
        for (Sign sign : new Sign[] {Sign.HEIGHT, Sign.COVERAGE, Sign.CERTAINTY, Sign.OVERLAP}) {
            assertThat(signs.of(sign)).as(sign.label()).isLessThan(body.of(sign));
        }
        assertThat(signs.of(Sign.HALO)).isGreaterThan(body.of(Sign.HALO));
    }
}
