package io.canter.training.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.canter.output.Take;
import io.canter.output.TakeFiles;
import io.canter.tracking.Coat;
import io.canter.tracking.Judge;
import io.canter.tracking.Mesh;
import io.canter.tracking.Pose;
import io.canter.tracking.Rig;
import io.canter.tracking.Rigs;
import io.canter.tracking.Tracker;
import io.canter.tracking.TrackerConfig;
import io.canter.training.demo.RigClip;
import io.canter.training.evaluation.BodyLength;
import io.canter.training.motion.Motion;
import io.canter.training.motion.Motions;
import io.canter.training.rigs.FiledRigs;
import io.canter.training.rigs.ImportedRig;
import io.canter.training.rigs.RigImport;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.joml.Vector3f;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rigs from files walk before the tracker: one that is the template, whose truth is known, and one of boxes. */
class RigClipTest {
    private static final int FRAMES = 40;
    private static final int STRIDE_FRAMES = 24;

    private final Rig template = Rigs.quadruped();
    private final Motion walk = Motions.walk(0.5, 1);
    private final List<RigClip.Truth> truth = new ArrayList<>();

    @TempDir
    Path folder;

    private RigClip clip;
    private int[] mapped;

    private void film(ImportedRig animal) {
        clip = BenchClips.clip(template, "test", animal, "Walk", FRAMES);
        mapped = RigTracking.counted(animal);
        for (int i = 0; i < FRAMES; i++) {
            truth.add(clip.truth(i));
        }
    }

    /** The template itself, walking in one place. */
    private ImportedRig self() throws IOException {
        List<Pose> poses = new ArrayList<>();
        for (int f = 0; f < STRIDE_FRAMES; f++) {
            poses.add(walk.at(walk.periodSeconds() * f / STRIDE_FRAMES, template.template()));
        }
        Coat coat = Coat.unknown(template.mesh().vertices().length / 3);
        Path file = folder.resolve("self.glb");
        new TakeFiles(template)
                .glb(new Take("Walk", template.template(), coat, poses, STRIDE_FRAMES / walk.periodSeconds(), 0), file);
        return new RigImport(template).read(file, Optional.empty(), true);
    }

    private List<Optional<float[]>> tracked() {
        ExactMaps exact =
                new ExactMaps(new Mesh(clip.rig().canonical(), clip.rig().rest().triangles()));
        LiveRun run =
                new LiveRun(new Tracker(template, TrackerConfig.defaults(), Judge.believing()), 1, new StepCost());
        SubjectJoints joints = new SubjectJoints(template);
        List<Optional<float[]>> found = new ArrayList<>();
        for (int i = 0; i < FRAMES; i++) {
            RigClip.Truth now = truth.get(i);
            Tracked step = run.take(exact.of(
                    i,
                    clip.ptsMicros(i),
                    clip.stage().width(),
                    clip.stage().height(),
                    now.view().intrinsics(),
                    now.vertices(),
                    now.joints()));
            found.add(joints.of(step.step().scene(), now.joints()));
        }
        return found;
    }

    private double percent(double metres) {
        return 100 * metres / BodyLength.metres(template, clip.rig());
    }

    private RigMotion score(List<Optional<float[]>> found) {
        return RigMotion.of(template, mapped, truth, found);
    }

    @Test
    void aRigThatIsTheTemplateIsFollowedToTheJoint() throws IOException {
        film(self());
        assertThat(mapped).hasSize(template.skeleton().jointCount() - 1);
        assertThat(clip.speed()).isCloseTo(walk.travel(1, template.template()), within(0.02));
        RigMotion score = score(tracked());
        assertThat(score.motion().followedShare()).isEqualTo(1);
        // What usual poses and held feet cost where maps are without fault.
        assertThat(percent(score.whole().fromRoot().mean())).isLessThan(0.7);
        assertThat(percent(score.whole().placed().mean())).isLessThan(0.7);
        assertThat(percent(score.motion().fromRoot().mean())).isLessThan(0.7);
        assertThat(percent(score.motion().accelerationFromRoot().mean())).isLessThan(0.7);
        assertThat(score.whole().swappedShare()).isZero();
        // There is something to follow.
        RigMotion stiff = score(RigMotion.stiff(mapped, truth));
        assertThat(percent(stiff.motion().fromRoot().mean())).isGreaterThan(2);
    }

    @Test
    void boxesAreFollowedThoughTheirJointsLieElsewhere() throws IOException {
        film(FiledRigs.walkingBoxes(folder, template));
        RigMotion score = score(tracked());
        assertThat(score.motion().followedShare()).isEqualTo(1);
        assertThat(score.whole().swappedShare()).isZero();
        // Their hips lie half a metre below the template's.
        assertThat(percent(score.whole().fromRoot().mean())).isGreaterThan(8);
        RigMotion stiff = score(RigMotion.stiff(mapped, truth));
        assertThat(score.motion().fromRoot().mean())
                .isLessThan(stiff.motion().fromRoot().mean());
    }

    @Test
    void exchangedLegsShow() throws IOException {
        film(FiledRigs.walkingBoxes(folder, template));
        List<Optional<float[]>> exchanged = tracked().stream()
                .map(joints -> joints.map(this::withLegsExchanged))
                .toList();
        assertThat(score(exchanged).whole().swappedShare()).isEqualTo(1);
    }

    private float[] withLegsExchanged(float[] joints) {
        float[] out = joints.clone();
        List<String> names = template.skeleton().names();
        for (int t = 1; t < names.size(); t++) {
            String name = names.get(t);
            String other = name.endsWith("_l") ? name.replaceAll("_l$", "_r") : name.replaceAll("_r$", "_l");
            System.arraycopy(joints, 3 * names.indexOf(other), out, 3 * t, 3);
        }
        return out;
    }

    @Test
    void whatIsFixedToABoneIsNoError() throws IOException {
        film(FiledRigs.walkingBoxes(folder, template));
        List<Optional<float[]>> beside = new ArrayList<>();
        for (RigClip.Truth now : truth) {
            float[] joints = now.joints().clone();
            for (int t : mapped) {
                int before = template.skeleton().parents()[t];
                while (now.turns()[before] == null) {
                    before = template.skeleton().parents()[before];
                }
                Vector3f offset = now.turns()[before].transform(new Vector3f(0.1f, -0.05f, 0.02f));
                for (int a = 0; a < 3; a++) {
                    joints[3 * t + a] += offset.get(a);
                }
            }
            beside.add(Optional.of(joints));
        }
        RigMotion score = score(beside);
        assertThat(score.motion().placed().quantile(1)).isLessThan(1e-4);
        assertThat(score.motion().accelerationPlaced().quantile(1)).isLessThan(1e-4);
        assertThat(score.whole().fromRoot().mean()).isCloseTo(Math.sqrt(0.0129), within(1e-4));
    }

    @Test
    void theWholeAnimalIsInThePicture() throws IOException {
        film(FiledRigs.walkingBoxes(folder, template));
        int[] frames = {0};
        clip.render(moment -> {
            int inside = 0;
            for (int p = 0; p < moment.mask().length; p++) {
                int x = p % BenchClips.WIDTH;
                int y = p / BenchClips.WIDTH;
                boolean border = x == 0 || y == 0 || x == BenchClips.WIDTH - 1 || y == BenchClips.HEIGHT - 1;
                assertThat(border && moment.mask()[p] != 0)
                        .as("frame %d, x %d, y %d", moment.index(), x, y)
                        .isFalse();
                inside += moment.mask()[p] != 0 ? 1 : 0;
            }
            assertThat(inside).isBetween(1000, moment.mask().length / 2);
            frames[0]++;
        });
        assertThat(frames[0]).isEqualTo(FRAMES);
    }
}
