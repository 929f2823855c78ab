package io.canter.training.rigs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.joml.Quaterniond;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BvhReaderTest {
    private static final String GOOD = """
            HIERARCHY
            ROOT Hips
            {
              OFFSET 0 1 0
              CHANNELS 6 Xposition Yposition Zposition Zrotation Xrotation Yrotation
              JOINT Left Leg {
                OFFSET 0.1 0 0
                CHANNELS 3 Zrotation Xrotation Yrotation
                End Site
                {
                  OFFSET 0 -1 0
                }
              }
            }
            MOTION
            Frames: 3
            Frame Time: 0.5
            0 1 0  0 0 0   0 0 0
            0 2 0  0 0 90  90 0 0
            0 3 1  0 0 180 90 0 0
            """;

    @TempDir
    Path folder;

    private Bvh read(String text) throws IOException {
        return BvhReader.read(Files.writeString(folder.resolve("motion.bvh"), text));
    }

    @Test
    void hierarchyAndFramesAreAsWritten() throws IOException {
        Bvh bvh = read(GOOD);
        assertThat(bvh.joints()).containsExactly("Hips", "Left Leg");
        assertThat(bvh.parents()).containsExactly(-1, 0);
        assertThat(bvh.frames()).hasDimensions(3, 9);
        assertThat(bvh.frameSeconds()).isEqualTo(0.5);
        assertThat(bvh.lowest(bvh.zero())).isEqualTo(0);
    }

    @Test
    void channelsTurnInTheOrderOfTheFile() throws IOException {
        Bvh.Moment moment = read(GOOD).at(0.5);
        // The hips turn by 90 degrees about y: what lay at +x lies at -z.
        assertThat(moment.places[3]).isCloseTo(0, within(1e-6));
        assertThat(moment.places[4]).isCloseTo(2, within(1e-6));
        assertThat(moment.places[5]).isCloseTo(-0.1, within(1e-6));
        Quaterniond leg = new Quaterniond().rotateY(Math.PI / 2).rotateZ(Math.PI / 2);
        assertThat(Math.abs(moment.turns[1].dot(leg))).isCloseTo(1, within(1e-9));
    }

    @Test
    void betweenFramesItGoesHalfWay() throws IOException {
        Bvh.Moment moment = read(GOOD).at(0.75);
        assertThat(moment.places[1]).isCloseTo(2.5, within(1e-6));
        Quaterniond hips = new Quaterniond().rotateY(Math.toRadians(135));
        assertThat(Math.abs(moment.turns[0].dot(hips))).isCloseTo(1, within(1e-9));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "HIERARCHY | HIERARKEY | line 1: | HIERARCHY must stand",
                "OFFSET 0 1 0 | OFFSET 0 one 0 | line 4: | 'one'",
                "OFFSET 0.1 0 0 | OFFSET NaN 0 0 | line 7: | finite",
                "CHANNELS 3 Zrotation | CHANNELS 4 Zrotation | line 9: | 'End'",
                "CHANNELS 3 Zrotation | CHANNELS 3 Wrotation | line 8: | 'Wrotation'",
                "CHANNELS 3 Zrotation Xrotation | CHANNELS 3 Zrotation Zrotation | line 8: | twice",
                "Frames: 3 | Frames: 4 | line 21: | ends where number 1 of 9 of frame 3",
                "Frames: 3 | Frames: 2 | line 20: | more numbers than 2 frames",
                "Frames: 3 | Frames: 0 | line 16: | whole number",
                "Frames: 3 | Frames: 900000000 | line 16: | 200000",
                "Frame Time: 0.5 | Frame Time: -1 | line 17: | above 0",
                "0 2 0  0 0 90 | 0 2 0  0 0 Infinity | line 19: | finite",
                "MOTION | ROOT Second | line 15: | second ROOT",
                "MOTION | '' | line 16: | MOTION must stand"
            })
    void whatIsWrongIsNamedWithItsLine(String good, String bad, String line, String words) {
        assertThatThrownBy(() -> read(GOOD.replaceFirst(good, bad)))
                .isInstanceOf(RigImportException.class)
                .hasMessageContaining("motion.bvh: " + line)
                .hasMessageContaining(words);
    }

    @Test
    void filesThatAreNoTextOrEmptyOrMissingAreRefused() throws IOException {
        assertThatThrownBy(() -> read("")).hasMessageContaining("motion.bvh: is empty");
        Path bytes = Files.write(folder.resolve("bytes.bvh"), new byte[] {(byte) 0xff, (byte) 0xfe, 0, (byte) 0xc3});
        assertThatThrownBy(() -> BvhReader.read(bytes)).hasMessageContaining("no text");
        assertThatThrownBy(() -> BvhReader.read(folder.resolve("no.bvh"))).hasMessageContaining("does not exist");
    }

    @Test
    void chainsWithoutEndAreRefused() {
        StringBuilder text = new StringBuilder("HIERARCHY\nROOT a\n{\nOFFSET 0 0 0\n");
        for (int i = 0; i < 100_000; i++) {
            text.append("JOINT b").append(i).append("\n{\nOFFSET 0 0 0\n");
        }
        assertThatThrownBy(() -> read(text.toString())).hasMessageContaining("joints");
    }
}
