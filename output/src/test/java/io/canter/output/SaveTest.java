package io.canter.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class SaveTest {
    @Test
    void readsAListInAnyOrderAndCase() {
        assertThat(Save.parse("glb, Poses,glb")).containsExactlyInAnyOrder(Save.GLB, Save.POSES);
        assertThat(Save.parse("poses,meshes,masks,points,glb,overlay")).containsExactly(Save.values());
    }

    @Test
    void namesWhatIsUnknownAndWhatThereIs() {
        assertThatThrownBy(() -> Save.parse("poses,fbx"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("'fbx' cannot be saved; choose from poses, meshes, masks, points, glb, overlay");
        assertThatThrownBy(() -> Save.parse("")).isInstanceOf(IllegalArgumentException.class);
    }
}
