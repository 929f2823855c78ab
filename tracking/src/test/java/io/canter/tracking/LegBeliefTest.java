package io.canter.tracking;

import static org.assertj.core.api.Assertions.assertThat;

import io.canter.inference.Detection;
import org.junit.jupiter.api.Test;

class LegBeliefTest {
    private static final int NONE = -1;

    private final Rig rig = Rigs.quadruped();
    /** Legs that stand apart in the picture, seen from the side. */
    private final PosedAnimal truth = new SmoothMotion(rig, rig.template(), 1.57, 21).at(0.03);

    private final LegVote agreeing = votes(false, false);
    private final LegVote contradicting = votes(true, true);
    private final LegVote foreContradicting = votes(false, true);

    /** Of exact maps on the true pose, or on the one with all legs exchanged. */
    private LegVote votes(boolean hindExchanged, boolean foreExchanged) {
        Detection seen = truth.detection();
        Correspondences points = new Correspondences(rig, 2400);
        points.read(seen);
        ArticulatedFit fit = new ArticulatedFit(rig, points);
        truth.stand(fit);
        LegJoints legs = new LegJoints(rig.skeleton());
        for (int pair = 0; pair < LegVote.PAIRS; pair++) {
            if (!(pair == 0 ? hindExchanged : foreExchanged)) {
                continue;
            }
            for (int[] both : legs.pair(pair)) {
                LegJoints.exchange(fit.kinematics.bends, 3 * both[0], 3 * both[1]);
            }
        }
        fit.bind(rig, truth.body);
        fit.vote(rig, truth.body);
        return fit.votes;
    }

    private static LegBelief after(LegBelief belief, LegVote votes, int frames) {
        LegBelief next = belief;
        for (int i = 0; i < frames; i++) {
            next = next.next(votes);
        }
        return next;
    }

    @Test
    void exactMapsVoteForTheTruePoseAndAgainstTheExchangedOne() {
        for (int pair = 0; pair < LegVote.PAIRS; pair++) {
            assertThat(agreeing.of(pair)).isGreaterThan(0.5);
            assertThat(contradicting.of(pair)).isLessThan(-0.5);
            assertThat(agreeing.apart(pair)).isBetween(0.3, 1.0);
        }
    }

    @Test
    void aBurstIsTakenForAFaultOfTheMaps() {
        LegBelief sure = after(LegBelief.fresh(), agreeing, 20);
        LegBelief doubted = after(sure, contradicting, 4);
        assertThat(doubted.exchanged()).isEqualTo(NONE);
    }

    @Test
    void whatIsContradictedForLongIsExchanged() {
        LegBelief wrong = after(after(LegBelief.fresh(), agreeing, 20), contradicting, 25);
        int first = wrong.exchanged();
        assertThat(first).isNotEqualTo(NONE);
        LegBelief half = wrong.withExchanged(first);
        assertThat(half.exchanged()).isEqualTo(1 - first);
        assertThat(half.withExchanged(1 - first).exchanged()).isEqualTo(NONE);
    }

    @Test
    void withoutAViewOfLegsApartNothingIsSure() {
        LegVote blind = new LegVote(rig);
        LegBelief unsure = after(after(LegBelief.fresh(), agreeing, 20), blind, 5);
        assertThat(unsure.exchanged()).isEqualTo(NONE);
        assertThat(after(unsure, contradicting, 3).exchanged()).isNotEqualTo(NONE);
    }

    /** A burst that the votes alone would ride out, but the feet fall as they do with the fore legs exchanged. */
    @Test
    void footfallsTipTheScales() {
        LegBelief belief = after(LegBelief.fresh(), agreeing, 20);
        for (int frame = 0; frame < 50; frame++) {
            double h = 0.25 * Math.cos(0.2 * frame);
            belief = belief.stepped(new double[] {h - 0.6, -h - 0.6, h + 0.5, -h + 0.5}, 0.04);
        }
        assertThat(belief.footfalls().odds()).isLessThan(-1.5);
        assertThat(belief.exchanged()).isEqualTo(NONE);
        int alone = framesUntilExchanged(after(LegBelief.fresh(), agreeing, 20));
        int together = framesUntilExchanged(belief);
        assertThat(together).isBetween(2, alone - 1);
        LegBelief tipped = after(belief, foreContradicting, together);
        LegBelief mended = tipped.withExchanged(tipped.exchanged());
        assertThat(mended.footfalls().odds()).isGreaterThan(1.5);
        assertThat(mended.exchanged()).isEqualTo(NONE);
    }

    private int framesUntilExchanged(LegBelief belief) {
        int frames = 0;
        for (LegBelief next = belief; next.exchanged() == NONE; next = next.next(foreContradicting)) {
            frames++;
        }
        return frames;
    }

    @Test
    void chancesStayChancesForever() {
        LegBelief belief = after(LegBelief.fresh(), agreeing, 20_000);
        for (int pair = 0; pair < LegVote.PAIRS; pair++) {
            double sum = 0;
            for (int state = 0; state < 4; state++) {
                assertThat(belief.chances()[4 * pair + state]).isBetween(0.0, 1.0);
                sum += belief.chances()[4 * pair + state];
            }
            assertThat(sum).isBetween(1 - 1e-9, 1 + 1e-9);
        }
        assertThat(after(belief, contradicting, 25).exchanged()).isNotEqualTo(NONE);
    }
}
