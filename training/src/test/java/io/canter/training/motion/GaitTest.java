package io.canter.training.motion;

import static org.assertj.core.api.Assertions.assertThat;

import io.canter.tracking.Body;
import io.canter.tracking.Pose;
import io.canter.tracking.Rigs;
import io.canter.training.family.AnimalFamily;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.joml.Vector3f;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Looks only at the posed skeleton: when hooves stand, where they are, and in which order they come down. */
class GaitTest {
    private static final int STEPS = 200;
    private static final float ON_GROUND = 0.008f;

    static Stream<Arguments> gaits() {
        List<Arguments> all = new ArrayList<>();
        for (Body body : List.of(AnimalFamily.preset("horse"), AnimalFamily.preset("dog"))) {
            for (float pace : new float[] {0, 0.5f, 1}) {
                for (Gait gait : List.of(
                        Gait.walk(pace),
                        Gait.trot(pace),
                        Gait.canter(pace),
                        Gait.gallop(pace),
                        Gait.rotaryGallop(pace))) {
                    all.add(Arguments.of(gait, body));
                }
            }
        }
        return all.stream();
    }

    private static PoseBuilder placed(Motion motion, double seconds, Body body) {
        PoseBuilder b = new PoseBuilder(body);
        b.set(motion.at(seconds, body));
        b.placeAll();
        return b;
    }

    @ParameterizedTest
    @MethodSource("gaits")
    void hoovesNeverSinkIntoTheGround(Gait gait, Body body) {
        Motion motion = new GaitMotion(gait, Style.PLAIN);
        for (int i = 0; i < STEPS; i++) {
            PoseBuilder b = placed(motion, motion.periodSeconds() * i / STEPS, body);
            for (Leg leg : Leg.ALL) {
                assertThat(Hoof.lowest(b, leg)).as("%s at %d", leg, i).isGreaterThan(-0.01f);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("gaits")
    void everyFootStandsForItsDutyFactor(Gait gait, Body body) {
        Motion motion = new GaitMotion(gait, Style.PLAIN);
        for (Leg leg : Leg.ALL) {
            int standing = 0;
            for (int i = 0; i < STEPS; i++) {
                PoseBuilder b = placed(motion, motion.periodSeconds() * i / STEPS, body);
                standing += Hoof.lowest(b, leg) < ON_GROUND ? 1 : 0;
            }
            assertThat(standing / (float) STEPS).as("%s", leg).isBetween(gait.duty() - 0.03f, gait.duty() + 0.12f);
        }
    }

    @ParameterizedTest
    @MethodSource("gaits")
    void standingHoofMovesWithTheGround(Gait gait, Body body) {
        Motion motion = new GaitMotion(gait, Style.PLAIN);
        double step = 1e-3;
        double speed = motion.travel(1, body);
        for (Leg leg : Leg.ALL) {
            double middle = motion.periodSeconds() * (gait.touchdown()[leg.index] + 0.45 * gait.duty());
            Vector3f before = placed(motion, middle - step, body).position[leg.hoof()];
            Vector3f after = placed(motion, middle + step, body).position[leg.hoof()];
            assertThat((before.z - after.z) / (2 * step)).as("%s", leg).isBetween(0.93 * speed, 1.07 * speed);
            assertThat(after.y).isBetween(before.y - 2e-3f, before.y + 2e-3f);
        }
    }

    @ParameterizedTest
    @MethodSource("gaits")
    void aroundABendAStandingHoofStays(Gait gait, Body body) {
        for (double share : new double[] {-1, 0.5, 1}) {
            Motion motion = Motions.turning(new GaitMotion(gait, Style.PLAIN), share, body);
            assertThat(Math.signum(motion.way().curvature())).isEqualTo(Math.signum(share));
            double step = 1e-3;
            double speed = motion.travel(1, body);
            for (Leg leg : Leg.ALL) {
                double middle = motion.periodSeconds() * (gait.touchdown()[leg.index] + 0.45 * gait.duty());
                Vector3f before = travelled(motion, middle - step, body).position[leg.hoof()];
                Vector3f after = travelled(motion, middle + step, body).position[leg.hoof()];
                assertThat(before.sub(after).length() / (2 * step))
                        .as("%s, %s", leg, share)
                        .isLessThan((float) (0.1 * speed));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("gaits")
    void aBendLeadsInsideAndAroundWithoutMovingAnyFootFar(Gait gait, Body body) {
        Motion straight = new GaitMotion(gait, Style.PLAIN);
        Motion left = Motions.turning(straight, 1, body);
        Motion right = Motions.turning(straight, -1, body);
        double radius = 1 / left.way().curvature();
        double round = 2 * Math.PI * radius * left.periodSeconds() / left.travel(left.periodSeconds(), body);
        Vector3f quarter = new Vector3f(left.travelled(round / 4, body).rootTranslation());
        assertThat((double) quarter.x).isBetween(radius - 0.4, radius + 0.4);
        assertThat((double) quarter.z).isBetween(radius - 0.4, radius + 0.4);
        for (int i = 0; i < STEPS; i += 10) {
            double now = left.periodSeconds() * i / STEPS;
            PoseBuilder bent = placed(left, now, body);
            PoseBuilder other = placed(right, now, body);
            PoseBuilder even = placed(straight, now, body);
            for (Leg leg : Leg.ALL) {
                assertThat(bent.position[leg.hoof()].distance(even.position[leg.hoof()]))
                        .as("%s at %d", leg, i)
                        .isLessThan(0.35f);
            }
            assertThat(bent.position[Joints.HEAD].x).isGreaterThan(other.position[Joints.HEAD].x + 0.05f);
        }
    }

    private static PoseBuilder travelled(Motion motion, double seconds, Body body) {
        PoseBuilder b = new PoseBuilder(body);
        b.set(motion.travelled(seconds, body));
        b.placeAll();
        return b;
    }

    @ParameterizedTest
    @MethodSource("gaits")
    void feetComeDownInTheGaitsOrder(Gait gait, Body body) {
        Motion motion = new GaitMotion(gait, Style.PLAIN);
        double[] touchdown = new double[4];
        for (Leg leg : Leg.ALL) {
            // A foot comes down when it was high before and stands from here on.
            for (int i = 0; i < STEPS; i++) {
                double now = motion.periodSeconds() * i / STEPS;
                float before = Hoof.lowest(placed(motion, now - 0.12 * motion.periodSeconds(), body), leg);
                float later = Hoof.lowest(placed(motion, now + 0.08 * motion.periodSeconds(), body), leg);
                float here = Hoof.lowest(placed(motion, now, body), leg);
                if (before > 0.03f && here < 0.012f && later < 0.012f) {
                    touchdown[leg.index] = i / (double) STEPS;
                    break;
                }
            }
        }
        List<Leg> order = Stream.of(Leg.ALL)
                .sorted(Comparator.comparingDouble(leg -> cyclic(touchdown[leg.index])))
                .toList();
        switch (gait.name()) {
            case "walk" ->
                assertThat(order).containsExactly(Leg.LEFT_HIND, Leg.LEFT_FORE, Leg.RIGHT_HIND, Leg.RIGHT_FORE);
            case "trot" -> {
                assertThat(order.subList(0, 2)).containsExactlyInAnyOrder(Leg.LEFT_HIND, Leg.RIGHT_FORE);
                assertThat(order.subList(2, 4)).containsExactlyInAnyOrder(Leg.RIGHT_HIND, Leg.LEFT_FORE);
            }
            case "canter" -> {
                assertThat(order.get(0)).isEqualTo(Leg.RIGHT_HIND);
                assertThat(order.subList(1, 3)).containsExactlyInAnyOrder(Leg.LEFT_HIND, Leg.RIGHT_FORE);
                assertThat(order.get(3)).isEqualTo(Leg.LEFT_FORE);
            }
            case "gallop" ->
                assertThat(order).containsExactly(Leg.RIGHT_HIND, Leg.LEFT_HIND, Leg.RIGHT_FORE, Leg.LEFT_FORE);
            default -> assertThat(order).containsExactly(Leg.RIGHT_HIND, Leg.LEFT_HIND, Leg.LEFT_FORE, Leg.RIGHT_FORE);
        }
    }

    @ParameterizedTest
    @MethodSource("gaits")
    void staysWithinTheRigsJointLimits(Gait gait, Body body) {
        Motion motion = new GaitMotion(gait, Style.PLAIN);
        for (int i = 0; i < STEPS; i += 2) {
            Limits.assertHeld(
                    motion.at(motion.periodSeconds() * i / STEPS, body),
                    Rigs.quadruped().limits(),
                    0.08f);
        }
    }

    /** A touch down found a little before the stride's end belongs to its start. */
    private static double cyclic(double moment) {
        return moment > 0.9 ? moment - 1 : moment;
    }

    @ParameterizedTest
    @MethodSource("gaits")
    void movementIsSmooth(Gait gait, Body body) {
        Motion motion = new GaitMotion(gait, Style.PLAIN);
        Vector3f[] last = null;
        for (int i = 0; i <= STEPS; i++) {
            Vector3f[] now = placed(motion, motion.periodSeconds() * i / STEPS, body).position;
            for (int j = 0; last != null && j < now.length; j++) {
                double metresPerSecond = now[j].distance(last[j]) / (motion.periodSeconds() / STEPS);
                assertThat(metresPerSecond).as("joint %d at %d", j, i).isLessThan(6 * motion.travel(1, body) + 2);
            }
            last = now;
        }
    }

    @ParameterizedTest
    @MethodSource("gaits")
    void mirroringExchangesTheSidesAndNothingElse(Gait gait, Body body) {
        Motion motion = new GaitMotion(gait, Style.PLAIN);
        PoseBuilder one = placed(motion, 0.1, body);
        PoseBuilder other = placed(Motions.mirrored(motion), 0.1, body);
        for (int j = 0; j < Joints.COUNT; j++) {
            Vector3f p = one.position[j];
            assertThat(other.position[Joints.mirrored(j)].distance(-p.x, p.y, p.z))
                    .isLessThan(1e-5f);
        }
        Pose pose = motion.at(0.1, body);
        assertThat(MirroredMotion.mirror(MirroredMotion.mirror(pose)).rotations())
                .isEqualTo(pose.rotations());
    }
}
