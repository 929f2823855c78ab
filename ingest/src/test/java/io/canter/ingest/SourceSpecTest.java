package io.canter.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourceSpecTest {
    @TempDir
    Path folder;

    private void touch(String... names) throws Exception {
        for (String name : names) {
            Files.createFile(folder.resolve(name));
        }
    }

    private static List<String> names(SourceSpec spec) {
        return spec.images().stream().map(p -> p.getFileName().toString()).toList();
    }

    @Test
    void sortsAFolderAsPeopleCountAndLeavesOtherFilesOut() throws Exception {
        touch("img10.png", "img9.PNG", "img1.jpg", "notes.txt", ".hidden.png");
        assertThat(names(SourceSpec.parse(folder.toString()))).containsExactly("img1.jpg", "img9.PNG", "img10.png");
    }

    @Test
    void matchesGlobsAndCounters() throws Exception {
        touch("a1.png", "a2.png", "b1.png", "a(3).png");
        assertThat(names(SourceSpec.parse(folder + "/a?.png"))).containsExactly("a1.png", "a2.png");
        assertThat(names(SourceSpec.parse(folder + "/{b,a}1.png"))).containsExactly("a1.png", "b1.png");
        assertThat(names(SourceSpec.parse(folder + "/a%d.png"))).containsExactly("a1.png", "a2.png");
        assertThat(names(SourceSpec.parse(folder + "/a(%02d).png"))).containsExactly("a(3).png");
    }

    @Test
    void prefersAnExistingFileToAPattern() throws Exception {
        touch("take[1].mp4");
        assertThat(SourceSpec.parse(folder + "/take[1].mp4").kind()).isEqualTo(SourceSpec.Kind.FILE);
    }

    @Test
    void saysWhichInputIsMissing() {
        assertThatThrownBy(() -> SourceSpec.parse("no/such/horse.mp4"))
                .isInstanceOf(IngestException.class)
                .hasMessage("no/such/horse.mp4 does not exist; check the path");
        assertThatThrownBy(() -> SourceSpec.parse(folder.toString()))
                .isInstanceOf(IngestException.class)
                .hasMessageContaining("holds no image");
        assertThatThrownBy(() -> SourceSpec.parse(folder + "/*.png"))
                .isInstanceOf(IngestException.class)
                .hasMessageContaining("matches no file");
        assertThatThrownBy(() -> SourceSpec.parse("  ")).isInstanceOf(IngestException.class);
    }

    @Test
    void tellsAddressesAndDevicesApart() {
        assertThat(SourceSpec.parse("rtsp://cam/1").kind()).isEqualTo(SourceSpec.Kind.URL);
        assertThat(SourceSpec.parse("v4l2:/dev/video0").kind()).isEqualTo(SourceSpec.Kind.DEVICE);
    }

    @Test
    void showsNoSecretsOfAnAddress() {
        SourceSpec spec = SourceSpec.parse("https://anna:secret@farm.example/live?token=abc");
        assertThat(spec.label()).isEqualTo("https://***@farm.example/live?***");
    }

    @Test
    void refusesProtocolsThatReachElsewhere() {
        SourceSpec spec = SourceSpec.parse("gopher://example/x");
        assertThatThrownBy(() -> InputAddress.of(spec))
                .isInstanceOf(IngestException.class)
                .hasMessageContaining("gopher");
    }

    @Test
    void assumesACentredCameraOfFortyDegrees() {
        Intrinsics camera = SourceSpec.parse("rtsp://cam/1").cameraFor(1280, 720, 1);
        assertThat(2 * Math.toDegrees(Math.atan(360 / camera.fy()))).isCloseTo(40, within(1e-3));
        assertThat(camera.fx()).isEqualTo(camera.fy());
        assertThat(camera.cx()).isEqualTo(640);
        Intrinsics given = SourceSpec.parse("rtsp://cam/1").withFxPixels(900).cameraFor(1280, 720, 1);
        assertThat(given.fx()).isEqualTo(900);
    }

    @Test
    void widePixelsShortenTheHorizontalFocalLength() {
        Intrinsics camera = SourceSpec.parse("rtsp://cam/1").cameraFor(720, 576, 16.0 / 15);
        assertThat(camera.fx() * 16 / 15).isCloseTo(camera.fy(), within(1e-2f));
    }

    @Test
    void naturalOrderIsATotalOrder() {
        List<String> names =
                new ArrayList<>(List.of("a", "a1", "a01", "a2", "a10", "a1b2", "a1b10", "b", "", "10", "9"));
        names.add("a123456789012345678901234567890");
        List<String> sorted = new ArrayList<>(names);
        sorted.sort(NaturalOrder::compare);
        assertThat(sorted.indexOf("a2")).isLessThan(sorted.indexOf("a10"));
        assertThat(sorted.indexOf("9")).isLessThan(sorted.indexOf("10"));
        assertThat(sorted.indexOf("a1b2")).isLessThan(sorted.indexOf("a1b10"));
        Random random = new Random(3);
        for (int i = 0; i < 2000; i++) {
            String x = names.get(random.nextInt(names.size()));
            String y = names.get(random.nextInt(names.size()));
            String z = names.get(random.nextInt(names.size()));
            assertThat(Integer.signum(NaturalOrder.compare(x, y)))
                    .isEqualTo(-Integer.signum(NaturalOrder.compare(y, x)));
            if (NaturalOrder.compare(x, y) <= 0 && NaturalOrder.compare(y, z) <= 0) {
                assertThat(NaturalOrder.compare(x, z)).isLessThanOrEqualTo(0);
            }
        }
    }
}
