package io.canter.output.gl;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class GlProbeTest {
    @Test
    void saysWhatRunsOrWhatFailedInOneLine() {
        GlProbe.Result result = GlProbe.run();
        assertThat(result.detail()).isNotBlank().doesNotContain("\n");
        if (result.works()) {
            assertThat(result.detail()).contains("OpenGL");
        }
    }
}
