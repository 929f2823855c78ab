package io.canter.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.canter.ingest.Frame;
import io.canter.ingest.FramePool;
import io.canter.tracking.Subject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExporterTest {
    private static final Set<Save> ALL = EnumSet.allOf(Save.class);

    @TempDir
    Path folder;

    private final FramePool pool = new FramePool();

    private void feed(Exporter exporter, int frames) throws IOException {
        for (int i = 0; i < frames; i++) {
            Subject subject = Synthetic.subject(1, Synthetic.sideways(i, 0, 5));
            long pts = i * 40_000L;
            try (Frame frame = Synthetic.frame(pool, i, pts)) {
                exporter.accept(frame, Synthetic.observation(i, pts, subject), Synthetic.scene(i, pts, subject));
            }
        }
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.map(p -> p.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void writesAllKindsUnderTheirNames() throws Exception {
        try (Exporter exporter = new Exporter(Synthetic.RIG, folder, ALL, 25)) {
            feed(exporter, 2);
            exporter.finish();
        }
        assertThat(names(folder))
                .containsExactly("masks", "meshes", "overlay.mp4", "points", "poses.jsonl", "scene.glb");
        assertThat(names(folder.resolve("masks"))).containsExactly("000000.png", "000001.png");
        assertThat(names(folder.resolve("meshes"))).containsExactly("000000-1.ply", "000001-1.ply");
        assertThat(names(folder.resolve("points"))).containsExactly("000000-1.ply", "000001-1.ply");
        assertThat(pool.live()).isZero();
    }

    @Test
    void leavesNothingBehindWhenItIsNotFinished() throws Exception {
        try (Exporter exporter = new Exporter(Synthetic.RIG, folder, ALL, 25)) {
            feed(exporter, 2);
        }
        assertThat(names(folder)).isEmpty();
    }

    @Test
    void leavesNothingBehindWhenOneKindFailsAtTheEnd() throws Exception {
        try (Exporter exporter = new Exporter(Synthetic.RIG, folder, ALL, 25)) {
            // Without a frame the video cannot be completed; the others could.
            assertThatThrownBy(exporter::finish).isInstanceOf(IOException.class).hasMessageContaining("overlay.mp4");
            assertThat(exporter.finished()).isFalse();
        }
        assertThat(names(folder)).isEmpty();
    }

    @Test
    void keepsEarlierResultsUntilNewOnesAreWhole() throws Exception {
        for (int frames : new int[] {3, 1}) {
            try (Exporter exporter = new Exporter(Synthetic.RIG, folder, Set.of(Save.MASKS, Save.POSES), 25)) {
                feed(exporter, frames);
                assertThat(names(folder)).hasSize(frames == 3 ? 2 : 4);
                exporter.finish();
            }
        }
        assertThat(names(folder.resolve("masks"))).containsExactly("000000.png");
        assertThat(Files.readAllLines(folder.resolve("poses.jsonl"))).hasSize(1);
    }

    @Test
    void refusesToReplaceFilesThatAreNotItsOwn() throws Exception {
        Files.createDirectory(folder.resolve("masks"));
        Files.writeString(folder.resolve("masks/holiday.jpg"), "mine");
        assertThatThrownBy(() -> new Exporter(Synthetic.RIG, folder, ALL, 25))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("holiday.jpg")
                .hasMessageContaining("another output folder");
        assertThat(names(folder)).containsExactly("masks");
        assertThat(folder.resolve("masks/holiday.jpg")).hasContent("mine");
    }

    @Test
    void sweepsUpAfterARunThatWasKilled() throws Exception {
        Files.writeString(folder.resolve(".poses.jsonl.part"), "half a li");
        Files.createDirectory(folder.resolve(".masks.part"));
        Files.writeString(folder.resolve(".masks.part/000099.png"), "half");
        try (Exporter exporter = new Exporter(Synthetic.RIG, folder, Set.of(Save.MASKS, Save.POSES), 25)) {
            feed(exporter, 1);
            exporter.finish();
        }
        assertThat(names(folder)).containsExactly("masks", "poses.jsonl");
        assertThat(names(folder.resolve("masks"))).containsExactly("000000.png");
    }
}
