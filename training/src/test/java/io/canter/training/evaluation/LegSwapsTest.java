package io.canter.training.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import io.canter.tracking.Rig;
import io.canter.tracking.Rigs;
import org.junit.jupiter.api.Test;

class LegSwapsTest {
    private final Rig rig = Rigs.quadruped();
    private final LegSwaps swaps = new LegSwaps(rig.skeleton());

    private float[] exchanged(String left, String right) {
        float[] joints = rig.skeleton().restPositions().clone();
        int l = 3 * rig.skeleton().names().indexOf(left);
        int r = 3 * rig.skeleton().names().indexOf(right);
        for (int a = 0; a < 3; a++) {
            float keep = joints[l + a];
            joints[l + a] = joints[r + a];
            joints[r + a] = keep;
        }
        return joints;
    }

    @Test
    void findsExchangedFeet() {
        float[] truth = rig.skeleton().restPositions();
        assertThat(swaps.count(truth, truth)).isZero();
        assertThat(swaps.count(exchanged("fore_foot_l", "fore_foot_r"), truth)).isEqualTo(1);
        assertThat(swaps.count(exchanged("hind_foot_l", "hind_foot_r"), truth)).isEqualTo(1);
    }

    @Test
    void saysNothingOfFeetThatStandTogether() {
        float[] truth = rig.skeleton().restPositions().clone();
        int l = 3 * rig.skeleton().names().indexOf("fore_foot_l");
        int r = 3 * rig.skeleton().names().indexOf("fore_foot_r");
        System.arraycopy(truth, l, truth, r, 3);
        assertThat(swaps.count(exchanged("fore_foot_l", "fore_foot_r"), truth)).isZero();
    }
}
