package io.canter.tracking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class KeypointsTest {
    private final Rig rig = TestRigs.chain(2);

    @Test
    void keypointIsMeanOfItsVertices() {
        float[] vertices = rig.mesh().vertices().clone();
        for (int a = 0; a < 3; a++) {
            vertices[a] = 1 + a;
            vertices[3 + a] = 3 + a;
        }
        assertThat(Keypoints.positions(rig, vertices)).containsExactly(2, 3, 4);
    }

    @Test
    void refusesMeshOfOtherTopology() {
        assertThatThrownBy(() -> Keypoints.positions(rig, new float[9]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("got 9");
    }
}
