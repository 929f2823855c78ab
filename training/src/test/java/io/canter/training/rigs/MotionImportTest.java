package io.canter.training.rigs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.canter.output.Take;
import io.canter.output.TakeFiles;
import io.canter.tracking.Body;
import io.canter.tracking.Coat;
import io.canter.tracking.Pose;
import io.canter.tracking.Rig;
import io.canter.tracking.Rigs;
import io.canter.tracking.Skinner;
import io.canter.training.family.AnimalFamily;
import io.canter.training.motion.Loop;
import io.canter.training.motion.Motion;
import io.canter.training.motion.Motions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.joml.Quaternionf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Motion that leaves by a file and comes back, and motion of other skeletons. */
class MotionImportTest {
    private static final Rig RIG = Rigs.quadruped();
    private static final double FPS = 30;

    @TempDir
    Path folder;

    private static MotionImport read(Path file) throws IOException {
        return MotionImport.read(file, RIG, Optional.empty(), Optional.empty(), Optional.empty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"walk", "gallop", "graze"})
    void ownMotionComesBackWithTheSameAngles(String name) throws IOException {
        Body horse = AnimalFamily.preset("horse");
        Motion motion = Motions.named(name, 0.5, 3);
        Loop loop = Loop.of(motion, horse, FPS, 1, 200);
        int frames = loop.poses().size();
        double rate = frames / loop.seconds();
        Path file = folder.resolve(name + ".glb");
        Coat coat = Coat.unknown(RIG.mesh().vertexCount());
        new TakeFiles(RIG).glb(new Take(name, horse, coat, loop.poses(), rate, 0), file);
        // Onto another animal: angles do not know whose they are.
        Body dog = AnimalFamily.preset("dog");
        Motion back = read(file).motion();
        assertThat(back.name()).isEqualTo(name);
        assertThat(back.periodSeconds()).isCloseTo(loop.seconds(), within(1e-4));
        for (int f = 0; f < frames; f += 7) {
            float[] wanted = loop.poses().get(f).rotations();
            float[] got = back.at(f / rate, dog).rotations();
            for (int j = 0; j < wanted.length; j++) {
                assertThat(got[j]).as("frame %d, number %d", f, j).isCloseTo(wanted[j], within(2e-3f));
            }
        }
    }

    @Test
    void feetOfAWalkThatCameBackStandOnTheGroundAndGoWithIt() throws IOException {
        Body horse = AnimalFamily.preset("horse");
        Motion walk = Motions.named("walk", 0.5, 3);
        Loop loop = Loop.of(walk, horse, FPS, 2, 200);
        Path file = folder.resolve("walk.glb");
        double rate = loop.poses().size() / loop.seconds();
        Coat coat = Coat.unknown(RIG.mesh().vertexCount());
        new TakeFiles(RIG).glb(new Take("walk", horse, coat, loop.poses(), rate, 0), file);
        Body cow = AnimalFamily.preset("cow");
        Motion back = read(file).motion();
        for (int f = 0; f < loop.poses().size(); f += 5) {
            assertThat(lowest(cow, back.at(f / rate, cow))).isBetween(-0.001, 0.05);
        }
        // Nothing in the file says how fast: the feet do.
        assertThat(back.travel(1, horse)).isCloseTo(walk.travel(1, horse), within(0.2 * walk.travel(1, horse)));
    }

    private static double lowest(Body body, Pose pose) {
        float[] vertices = new float[body.vertices().length];
        new Skinner(RIG).skin(body, pose, vertices);
        double lowest = Double.MAX_VALUE;
        for (int i = 1; i < vertices.length; i += 3) {
            lowest = Math.min(lowest, vertices[i]);
        }
        return lowest;
    }

    /** The template's own skeleton as BVH, facing +x, in centimetres, one joint bent. */
    private Path bvh(String bent, double degrees) throws IOException {
        StringBuilder text = new StringBuilder("HIERARCHY\n");
        append(text, 0);
        text.append("MOTION\nFrames: 2\nFrame Time: 1\n");
        for (int f = 0; f < 2; f++) {
            appendFrame(text, 0, f == 0 ? "" : bent, degrees);
            text.append('\n');
        }
        return Files.writeString(folder.resolve("own.bvh"), text.toString());
    }

    private void append(StringBuilder text, int joint) {
        float[] rest = RIG.skeleton().restPositions();
        int parent = RIG.skeleton().parents()[joint];
        float[] o = new float[3];
        for (int k = 0; k < 3; k++) {
            o[k] = 100 * (rest[3 * joint + k] - (parent < 0 ? 0 : rest[3 * parent + k]));
        }
        // (x, y, z) of an animal that faces +z is (z, y, -x) of one that faces +x.
        text.append(parent < 0 ? "ROOT " : "JOINT ")
                .append(RIG.skeleton().names().get(joint));
        text.append(String.format(Locale.ROOT, "\n{\nOFFSET %f %f %f\n", o[2], o[1], -o[0]));
        text.append(
                parent < 0
                        ? "CHANNELS 6 Xposition Yposition Zposition Zrotation Xrotation Yrotation\n"
                        : "CHANNELS 3 Zrotation Xrotation Yrotation\n");
        for (int child = joint + 1; child < RIG.skeleton().jointCount(); child++) {
            if (RIG.skeleton().parents()[child] == joint) {
                append(text, child);
            }
        }
        text.append("End Site\n{\nOFFSET 0 0 0\n}\n}\n");
    }

    private void appendFrame(StringBuilder text, int joint, String bent, double degrees) {
        float[] rest = RIG.skeleton().restPositions();
        if (joint == 0) {
            text.append(String.format(Locale.ROOT, "%f %f %f ", 100 * rest[2], 100 * rest[1], -100 * rest[0]));
        }
        boolean bend = RIG.skeleton().names().get(joint).equals(bent);
        text.append(bend ? degrees + " 0 0 " : "0 0 0 ");
        for (int child = joint + 1; child < RIG.skeleton().jointCount(); child++) {
            if (RIG.skeleton().parents()[child] == joint) {
                appendFrame(text, child, bent, degrees);
            }
        }
    }

    @Test
    void bvhOfOtherAxesAndUnitBendsTheSameJoint() throws IOException {
        Body horse = AnimalFamily.preset("horse");
        MotionImport imported = read(bvh("radius_l", 40));
        assertThat(imported.isGuessed()).isTrue();
        Pose pose = imported.motion().at(0.79, horse);
        // About the file's z, which is the animal's -x: 40 degrees at the end, 0.79 of the way; blending starts at 0.8.
        Quaternionf wanted = new Quaternionf().rotateX((float) Math.toRadians(-0.79 * 40));
        int radius = RIG.skeleton().indexOf("radius_l");
        for (int j = 0; j < RIG.skeleton().jointCount(); j++) {
            Quaternionf q = j == radius ? wanted : new Quaternionf();
            float[] r = pose.rotations();
            float dot = q.x * r[4 * j] + q.y * r[4 * j + 1] + q.z * r[4 * j + 2] + q.w * r[4 * j + 3];
            assertThat(Math.abs(dot)).as(RIG.skeleton().names().get(j)).isCloseTo(1, within(1e-5f));
        }
    }

    @Test
    void aMappingFileSaysWhichJointIsMeant() throws IOException {
        Path motion = bvh("tail_1", 30);
        Path mapping = Files.writeString(folder.resolve("map.json"), "{\"joints\": {\"tail_1\": \"neck_1\"}}");
        Pose pose = MotionImport.read(motion, RIG, Optional.of(mapping), Optional.empty(), Optional.empty())
                .motion()
                .at(0.7, AnimalFamily.preset("horse"));
        int neck = RIG.skeleton().indexOf("neck_1");
        int tail = RIG.skeleton().indexOf("tail_1");
        assertThat(pose.rotations()[4 * neck + 3]).isLessThan(0.999f);
        assertThat(pose.rotations()[4 * tail + 3]).isCloseTo(1, within(1e-6f));
    }

    @Test
    void whatCannotBeUsedIsNamed() throws IOException {
        Path motion = bvh("tail_1", 30);
        Path wrong = Files.writeString(folder.resolve("map.json"), "{\"joints\": {\"wing\": \"neck_1\"}}");
        assertThatThrownBy(() -> MotionImport.read(motion, RIG, Optional.of(wrong), Optional.empty(), Optional.empty()))
                .hasMessageContaining("map.json: joint wing");
        assertThatThrownBy(() -> MotionImport.read(motion, RIG, Optional.empty(), Optional.empty(), Optional.of(9)))
                .hasMessageContaining("rest frame 9");
        Path nameless = Files.writeString(
                folder.resolve("nameless.bvh"),
                Files.readString(motion).replaceAll("(ROOT|JOINT) (\\w)\\w*(\\w)\\b", "$1 qqq$2$3"));
        assertThatThrownBy(() -> read(nameless))
                .hasMessageContaining("none is known by its name")
                .hasMessageContaining("--mapping");
        Path still = folder.resolve("still.glb");
        new TinyRig().writeGlb(still);
        assertThatThrownBy(
                        () -> MotionImport.read(still, RIG, Optional.empty(), Optional.of("Dance"), Optional.empty()))
                .hasMessageContaining("Dance");
    }
}
