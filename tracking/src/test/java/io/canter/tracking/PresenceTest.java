package io.canter.tracking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class PresenceTest {
    @Test
    void theBestFirstSightConfirmsAtOnceAndAFairOneDoesNot() {
        assertThat(Presence.initial().first(1e9).confirmed()).isTrue();
        Presence fair = Presence.initial().first(1.5);
        assertThat(fair.confirmed()).isFalse();
        assertThat(fair.isLikely()).isTrue();
    }

    @Test
    void fairFramesConfirmWithinASecond() {
        Presence presence = Presence.initial().first(0.5);
        int frames = 1;
        while (!presence.confirmed()) {
            presence = presence.next(2);
            frames++;
        }
        assertThat(frames).isBetween(3, 25);
    }

    @Test
    void framesThatSayNothingNeverDecide() {
        Presence presence = Presence.initial().first(0);
        for (int i = 0; i < 10_000; i++) {
            presence = presence.next(0);
        }
        assertThat(presence.confirmed()).isFalse();
        assertThat(presence.isOver()).isFalse();
        assertThat(presence.next(Double.NaN)).isEqualTo(presence);
    }

    @Test
    void evidenceAgainstEndsACandidateAndInTheEndAConfirmedAnimal() {
        assertThat(Presence.initial().first(-2.5).isOver()).isTrue();
        Presence presence = Presence.initial();
        for (int i = 0; i < 1000; i++) {
            presence = presence.next(5);
        }
        assertThat(presence.logOdds()).isEqualTo(Presence.LOG_ODDS_MAX);
        int frames = 0;
        while (!presence.isOver()) {
            presence = presence.next(-3);
            frames++;
        }
        assertThat(presence.confirmed()).isTrue();
        assertThat(frames).isBetween(5, 40);
    }

    @Test
    void whatSpokeAgainstAPhantomIsKeptAndFades() {
        Presence given = Presence.initial().first(-5).gone();
        assertThat(given.logOdds()).isEqualTo(Presence.LOG_ODDS_MIN);
        assertThat(given.later(0.1).first(5).confirmed()).isFalse();
        assertThat(given.later(0.5).later(0.5).logOdds())
                .isCloseTo(given.later(1).logOdds(), within(1e-9));
        assertThat(given.later(60).logOdds()).isCloseTo(Presence.BEFORE, within(1e-6));
    }

    @Test
    void whatSpokeForAnAnimalGoesWithIt() {
        Presence sure = Presence.initial().first(5);
        assertThat(sure.gone()).isEqualTo(Presence.initial());
    }

    @Test
    void oddsThatCannotBeAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Presence(Double.NaN, false))
                .withMessageContaining("NaN");
    }
}
