package io.canter.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NativeLibrariesTest {
    @Test
    void readsFilesAndIsFreeOfGplParts() {
        NativeLibraries found = NativeLibraries.load();
        assertThat(found.protocols()).contains("file", "tcp").doesNotHaveDuplicates();
        assertThat(found.devices()).doesNotHaveDuplicates();
        assertThat(found.ffmpeg()).contains("LGPL");
        assertThat(found.opencv()).startsWith("4.");
    }
}
