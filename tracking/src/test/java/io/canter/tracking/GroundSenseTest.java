package io.canter.tracking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Optional;
import org.joml.Matrix3d;
import org.joml.Vector3d;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A walk over known ground, seen by a tilted camera. */
class GroundSenseTest {
    private static final long STEP_MICROS = 40_000;
    private static final int ALL = 0b1111;

    private final Rig rig = Rigs.quadruped();
    private final double[] rest = LegReachTest.restJoints(rig);
    private final double[] translation = new double[3];
    private final double[] rotation = new double[4];
    private final double[] bends = new double[rest.length];

    /** The walk of {@link FootingTest} before a camera turned by {@code view}. */
    private PosePath walk(double cameraShare, double wander, Matrix3d view) {
        PosePath path = new FootingTest().walk(cameraShare, wander, false);
        double[] matrix = new double[9];
        double[] turned = new double[9];
        for (int t = 0; t < path.frames; t++) {
            path.get(t, translation, rotation, bends);
            Rotations.quaternionToMatrix(rotation, matrix, 0);
            for (int c = 0; c < 3; c++) {
                Vector3d column = view.transform(new Vector3d(matrix[c], matrix[3 + c], matrix[6 + c]));
                turned[c] = column.x;
                turned[3 + c] = column.y;
                turned[6 + c] = column.z;
            }
            Rotations.fromMatrix(turned, rotation);
            Vector3d place = view.transform(new Vector3d(translation));
            path.put(t, new double[] {place.x, place.y, place.z}, rotation, bends);
        }
        return path;
    }

    private GroundBelief after(PosePath path, int feetSeen, GroundSense sense) {
        GroundBelief belief = GroundBelief.unknown();
        for (int t = 0; t < path.frames; t++) {
            belief = next(belief, path, t, feetSeen, sense);
        }
        return belief;
    }

    private GroundBelief next(GroundBelief belief, PosePath path, int frame, int feetSeen, GroundSense sense) {
        path.get(frame, translation, rotation, bends);
        return sense.next(belief, frame * STEP_MICROS, translation, rotation, bends, rest, feetSeen);
    }

    @ParameterizedTest
    @CsvSource({"0, 0, 0, 0", "0, 0.02, 0.5, 0", "1, 0.03, 0.3, 0.2", "0.5, 0.03, -0.2, -0.3"})
    void findsThePlaneOfAWalk(double cameraShare, double wander, double pitch, double roll) {
        Matrix3d view = new Matrix3d().rotateZ(roll).rotateX(pitch);
        GroundSense sense = new GroundSense(rig);
        GroundBelief belief = after(walk(cameraShare, wander, view), ALL, sense);
        Ground ground = sense.shown(belief, translation, 2).orElseThrow();
        Vector3d up = view.transform(new Vector3d(0, -1, 0));
        float[] n = ground.normal();
        assertThat(Math.toDegrees(up.angle(new Vector3d(n[0], n[1], n[2])))).isLessThan(3);
        double height = 0;
        for (int a = 0; a < 3; a++) {
            height += n[a] * (2 * translation[a] - ground.point()[a]);
        }
        assertThat(height).isCloseTo(2 * rest[1], within(0.08)); // at twice the size
        assertThat(ground.certainty()).isBetween(0.6f, 1f);
    }

    @Test
    void aPlaneFarFromTheTrunksOwnIsFoundByTheFeet() {
        // The trunk leans by 8 degrees over level ground: the feet know better.
        PosePath path = walk(0, 0, new Matrix3d());
        LegReach legs = new LegReach(rig);
        Kinematics pose = new Kinematics(rig.skeleton());
        for (int t = 0; t < path.frames; t++) {
            path.get(t, translation, pose.rootRotation, pose.bends);
            pose.update(rest);
            double[] feet = pose.positions.clone();
            double[] lean = {0, 0, Math.sin(0.07), Math.cos(0.07)};
            Rotations.multiplyQuaternions(lean, pose.rootRotation.clone(), pose.rootRotation);
            for (int f = 0; f < 4; f++) {
                int at = 3 * legs.foot(f);
                legs.reach(pose, rest, f, Arrays.copyOfRange(feet, at, at + 3));
            }
            path.put(t, translation, pose.rootRotation, pose.bends);
        }
        GroundSense sense = new GroundSense(rig);
        Ground ground = sense.shown(after(path, ALL, sense), translation, 1).orElseThrow();
        assertThat(Math.toDegrees(Math.acos(-ground.normal()[1]))).isLessThan(5);
    }

    /** Feet that waver slide less, live as well; those that stand fast stay within a hundredth of the body's length. */
    @ParameterizedTest
    @CsvSource({"0, 0.03, 0.75, 0", "1, 0.03, 0.85, 0", "0, 0, 1, 0.015"})
    void holdsTheFeetThatCarry(double cameraShare, double wander, double slideShare, double more) {
        FootingTest walk = new FootingTest();
        PosePath path = walk.walk(cameraShare, wander, false);
        GroundSense sense = new GroundSense(rig);
        GroundBelief belief = GroundBelief.unknown();
        PosePath held = path.copy();
        for (int t = 0; t < path.frames; t++) {
            belief = next(belief, path, t, ALL, sense);
            held.put(t, translation, rotation, sense.held(belief, rotation, bends, rest));
        }
        double before = walk.slide(path, cameraShare);
        assertThat(walk.slide(held, cameraShare)).isLessThan(slideShare * before + more);
        assertThat(held.bends).isNotEqualTo(path.bends);
    }

    @Test
    void twoFeetTellNoGround() {
        GroundSense sense = new GroundSense(rig);
        GroundBelief belief = after(walk(0, 0, new Matrix3d()), 0b0101, sense);
        assertThat(sense.shown(belief, translation, 1)).isEmpty();
        assertThat(sense.shown(after(walk(0, 0, new Matrix3d()), 0b0111, sense), translation, 1))
                .isPresent();
    }

    @Test
    void anAnimalOnItsSideTellsNoGround() {
        GroundSense sense = new GroundSense(rig);
        GroundBelief belief = after(walk(0, 0, new Matrix3d().rotateZ(1.4)), ALL, sense);
        assertThat(sense.shown(belief, translation, 1)).isEmpty();
    }

    @Test
    void anAnimalOnFoldedLegsTellsNoGround() {
        PosePath path = walk(0, 0, new Matrix3d());
        LegReach legs = new LegReach(rig);
        Kinematics pose = new Kinematics(rig.skeleton());
        for (int t = 0; t < path.frames; t++) {
            path.get(t, translation, pose.rootRotation, pose.bends);
            for (int f = 0; f < 4; f++) {
                pose.update(rest);
                int at = 3 * legs.foot(f);
                double[] place = Arrays.copyOfRange(pose.positions, at, at + 3);
                place[1] -= 0.65;
                for (int again = 0; again < 8; again++) {
                    legs.reach(pose, rest, f, place);
                }
            }
            path.put(t, translation, pose.rootRotation, pose.bends);
        }
        GroundSense sense = new GroundSense(rig);
        assertThat(sense.shown(after(path, ALL, sense), translation, 1)).isEmpty();
    }

    @Test
    void groundThatNoFootTellsIsForgotten() {
        GroundSense sense = new GroundSense(rig);
        PosePath path = walk(0, 0, new Matrix3d());
        GroundBelief belief = after(path, ALL, sense);
        assertThat(sense.shown(belief, translation, 1)).isPresent();
        for (int frame = path.frames; frame < path.frames + 30; frame++) {
            belief = sense.next(belief, frame * STEP_MICROS, translation, rotation, bends, rest, 0);
        }
        assertThat(sense.shown(belief, translation, 1)).isEmpty();
    }

    @Test
    void badNumbersLeaveTheBeliefValid() {
        GroundSense sense = new GroundSense(rig);
        PosePath path = walk(0, 0, new Matrix3d());
        GroundBelief belief = after(path, ALL, sense);
        double[] nowhere = {Double.NaN, 0, 6};
        double[] broken = bends.clone();
        broken[30] = Double.POSITIVE_INFINITY;
        long later = path.frames * STEP_MICROS;
        GroundBelief next = sense.next(belief, later, nowhere, rotation, bends, rest, ALL);
        next = sense.next(next, later + STEP_MICROS, translation, rotation, broken, rest, ALL);
        assertThat(next.plane()).doesNotContain(Double.NaN);
        assertThat(next.moments()).doesNotContain(Double.NaN, Double.POSITIVE_INFINITY);
        assertThat(next.certainty()).isBetween(0.0, 1.0);
        // A clock that stands or runs backwards tells nothing.
        assertThat(sense.next(belief, 0, translation, rotation, bends, rest, ALL))
                .isSameAs(belief);
    }

    @Test
    void memoryIsBoundedAtAnyFrameRate() {
        GroundSense sense = new GroundSense(rig);
        PosePath path = walk(0, 0, new Matrix3d());
        GroundBelief belief = GroundBelief.unknown();
        path.get(0, translation, rotation, bends);
        for (int i = 0; i < 300; i++) {
            belief = sense.next(belief, 1000L * i, translation, rotation, bends, rest, ALL);
        }
        assertThat(belief.moments()).hasSize(GroundBelief.STRIDE * GroundBelief.MOMENTS_MAX);
    }

    @Test
    void rigsWithoutFeetKnowNoGround() {
        Rig tail = TestRigs.chain(1);
        GroundSense sense = new GroundSense(tail);
        GroundBelief belief = sense.next(
                GroundBelief.unknown(), 0, translation, new double[] {0, 0, 0, 1}, new double[3], new double[3], ALL);
        assertThat(sense.shown(belief, translation, 1)).isEmpty();
    }

    @Test
    void theTrackerShowsItInMetres() {
        SmoothMotion motion = new SmoothMotion(rig, rig.template(), 1.3, 6);
        TrackerConfig config = TrackerConfig.defaults().withWithersHeightMetres(0.5);
        Tracker tracker = new Tracker(rig, config, Judge.believing());
        TrackerState state = TrackerState.initial();
        Optional<Ground> ground = Optional.empty();
        Subject subject = null;
        for (int frame = 0; frame < 40; frame++) {
            PosedAnimal truth = motion.at(1e-6 * frame * STEP_MICROS);
            Step step = tracker.step(state, PosedAnimal.observation(frame, frame * STEP_MICROS, truth.detection()));
            state = step.state();
            subject = step.scene().subjects().get(0);
            ground = subject.ground();
        }
        float[] n = ground.orElseThrow().normal();
        assertThat(n[1]).isLessThan(-0.95f);
        double height = 0;
        for (int a = 0; a < 3; a++) {
            height += n[a]
                    * (subject.pose().rootTranslation()[a]
                            - ground.orElseThrow().point()[a]);
        }
        // Legs that swing about the hip come no lower than at rest, nor much higher.
        assertThat(height).isCloseTo(subject.body().joints()[1], within(0.06));
    }
}
