package io.canter.tracking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.canter.inference.Box;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.junit.jupiter.api.Test;

class FixedLagTest {
    private static final long STEP = 40_000;

    private final Rig rig = TestRigs.quadruped();

    private Scene scene(long pts, int id, double[] root, double bend) {
        Pose rest = Pose.rest(rig.skeleton().jointCount());
        float[] rotations = rest.rotations().clone();
        rotations[4] = (float) Math.sin(0.5 * bend);
        rotations[7] = (float) Math.cos(0.5 * bend);
        float[] place = {(float) root[0], (float) root[1], (float) root[2]};
        Subject subject = new Subject(id, 1, new Box(0, 0, 9, 9), rig.template(), 1, new Pose(place, rotations));
        return new Scene(pts, pts, 64, 48, PosedAnimal.CAMERA, List.of(subject));
    }

    private Scene scene(int frame, double x, double bend) {
        return scene(frame * STEP, 1, new double[] {x, 0, 6}, bend);
    }

    private List<Scene> through(int frames, List<Scene> scenes) {
        FixedLag<Integer> lag = new FixedLag<>(rig, frames);
        List<Settled<Integer>> out = new ArrayList<>();
        for (int i = 0; i < scenes.size(); i++) {
            lag.push(i, scenes.get(i)).ifPresent(out::add);
            assertThat(out).hasSize(Math.max(0, i + 1 - frames));
        }
        out.addAll(lag.end());
        assertThat(out.stream().map(Settled::item)).hasSize(scenes.size()).isSorted();
        return out.stream().map(Settled::scene).toList();
    }

    private static double x(Scene scene) {
        return scene.subjects().get(0).pose().rootTranslation()[0];
    }

    private static double bend(Scene scene) {
        float[] q = scene.subjects().get(0).pose().rotations();
        return 2 * Math.atan2(q[4], q[7]);
    }

    @Test
    void withoutLatencyAllPassAsTheyAre() {
        Scene one = scene(0, 1, 0.2);
        FixedLag<Integer> lag = new FixedLag<>(rig, 0);
        assertThat(lag.push(7, one)).contains(new Settled<>(7, one));
        assertThat(lag.end()).isEmpty();
    }

    @Test
    void leavesEvenMotionAsItIs() {
        List<Scene> scenes = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            scenes.add(scene(i, 0.1 * i - 0.004 * i * i, 0.2 - 0.03 * i + 0.001 * i * i));
        }
        List<Scene> steady = through(2, scenes);
        for (int i = 0; i < 20; i++) {
            assertThat(x(steady.get(i))).isCloseTo(x(scenes.get(i)), within(1e-5));
            assertThat(bend(steady.get(i))).isCloseTo(bend(scenes.get(i)), within(1e-5));
            assertThat(steady.get(i).ptsMicros()).isEqualTo(i * STEP);
        }
    }

    /** At uneven times, against weighted least squares by QR. */
    @Test
    void isTheBestParabolasValue() {
        Random random = new Random(3);
        List<Scene> scenes = new ArrayList<>();
        long pts = 5_000_000;
        for (int i = 0; i < 15; i++) {
            pts += 20_000 + random.nextInt(60_000);
            scenes.add(scene(pts, 1, new double[] {random.nextGaussian(), 0, 6}, 0.4 * random.nextDouble()));
        }
        List<Scene> steady = through(3, scenes);
        for (int at = 0; at < scenes.size(); at++) {
            int from = Math.max(0, at - SceneSmoother.BEFORE_MAX);
            int to = Math.min(scenes.size() - 1, at + 3);
            assertThat(x(steady.get(at))).isCloseTo(parabola(scenes, at, from, to, true), within(1e-4));
            // Turns about one axis add up.
            assertThat(bend(steady.get(at))).isCloseTo(parabola(scenes, at, from, to, false), within(1e-4));
        }
    }

    private static double parabola(List<Scene> scenes, int at, int from, int to, boolean place) {
        int n = to + 1 - from;
        DMatrixRMaj a = new DMatrixRMaj(n, 3);
        DMatrixRMaj b = new DMatrixRMaj(n, 1);
        DMatrixRMaj best = new DMatrixRMaj(3, 1);
        double step = seconds(scenes, from, to) / (n - 1);
        for (int i = 0; i < n; i++) {
            double t = seconds(scenes, at, from + i);
            double reach = t < 0 ? seconds(scenes, from, at) + step : seconds(scenes, at, to) + step;
            double rootOfWeight = 1 - t * t / (reach * reach);
            for (int k = 0; k < 3; k++) {
                a.set(i, k, rootOfWeight * Math.pow(t, k));
            }
            b.set(i, 0, rootOfWeight * (place ? x(scenes.get(from + i)) : bend(scenes.get(from + i))));
        }
        assertThat(CommonOps_DDRM.solve(a, b, best)).isTrue();
        return best.get(0);
    }

    private static double seconds(List<Scene> scenes, int from, int to) {
        return 1e-6 * (scenes.get(to).ptsMicros() - scenes.get(from).ptsMicros());
    }

    @Test
    void takesMostOfTheTremblingAway() {
        Random random = new Random(8);
        List<Scene> scenes = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            scenes.add(scene(i, Math.sin(0.2 * i) + 0.02 * random.nextGaussian(), 0.02 * random.nextGaussian()));
        }
        List<Scene> steady = through(2, scenes);
        double before = 0;
        double after = 0;
        for (int i = 10; i < 190; i++) {
            before += Math.abs(bend(scenes.get(i - 1)) - 2 * bend(scenes.get(i)) + bend(scenes.get(i + 1)));
            after += Math.abs(bend(steady.get(i - 1)) - 2 * bend(steady.get(i)) + bend(steady.get(i + 1)));
        }
        assertThat(after).isLessThan(0.25 * before);
    }

    @Test
    void doesNotBlurALeap() {
        List<Scene> scenes = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            scenes.add(scene(i, 0, i < 8 ? -0.5 : 0.5));
        }
        List<Scene> steady = through(2, scenes);
        for (int i = 0; i < 16; i++) {
            assertThat(bend(steady.get(i))).isCloseTo(bend(scenes.get(i)), within(1e-6));
        }
    }

    @Test
    void asksNobodyElse() {
        List<Scene> scenes = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            // Another animal, a second later, time that runs backwards.
            long pts = i < 4 ? i * STEP : i < 8 ? 1_000_000 + i * STEP : i * STEP;
            scenes.add(scene(pts, i < 2 ? 1 : 2, new double[] {i * i * i, 0, 6}, 0));
        }
        List<Scene> steady = through(2, scenes);
        for (int i = 0; i < 4; i++) {
            assertThat(x(steady.get(i))).isEqualTo(x(scenes.get(i)));
        }
        assertThat(x(steady.get(5))).isBetween(x(scenes.get(4)), x(scenes.get(7)));
    }

    @Test
    void keepsJointLimits() {
        float most = rig.limits()[7];
        List<Scene> scenes = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            scenes.add(scene(i, 0, most - 0.02 * Math.abs(i - 6) - (i == 6 ? 0.1 : 0)));
        }
        for (Scene steady : through(4, scenes)) {
            assertThat(bend(steady)).isLessThan(most + 1e-6);
        }
    }

    @Test
    void refusesALatencyOutOfRange() {
        assertThatThrownBy(() -> new FixedLag<>(rig, 11)).hasMessageContaining("between 0 and 10, was 11");
        assertThatThrownBy(() -> new FixedLag<>(rig, -1)).hasMessageContaining("was -1");
    }
}
