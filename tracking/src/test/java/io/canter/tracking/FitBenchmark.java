package io.canter.tracking;

import io.canter.inference.Detection;
import io.canter.inference.Observation;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.Random;

/**
 * What one warm-started frame costs, on the shipped rig and a smooth motion: processor time of the thread, which a busy
 * machine lengthens less than it does the clock. Run {@link #main} with the test class path; it prints a line for exact
 * maps and one for noisy ones.
 */
final class FitBenchmark {
    private static final int FRAMES = 120;
    /** Finer than the shipped network's 64, so that there are as many points as the bar names. */
    private static final int MAP_SIZE = 128;

    private static final int POINTS = 4000;
    private static final int ROUNDS = 6;
    private static final long STEP_MICROS = 33_333;

    private FitBenchmark() {}

    public static void main(String[] args) {
        run("exact", 0);
        run("noisy", 0.03);
    }

    private static void run(String name, double noise) {
        com.sun.management.ThreadMXBean thread = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        Rig rig = Rigs.quadruped();
        Random random = new Random(5);
        SmoothMotion motion = new SmoothMotion(rig, rig.template(), 1.2, 3);
        PosedAnimal[] truth = new PosedAnimal[FRAMES];
        Observation[] seen = new Observation[FRAMES];
        for (int i = 0; i < FRAMES; i++) {
            truth[i] = motion.at(1e-6 * i * STEP_MICROS);
            Detection detection = truth[i].detection(MAP_SIZE);
            seen[i] = PosedAnimal.observation(
                    i,
                    i * STEP_MICROS,
                    noise == 0 ? detection : PosedAnimal.spoilt(detection, noise, 0.05, false, random));
        }
        PoseSolver solver = new PoseSolver(
                rig,
                new TrackerConfig(
                        OptionalDouble.empty(),
                        12,
                        1.0,
                        POINTS,
                        TrackerConfig.defaults().iterations()));
        Body body = rig.template();
        ShapeEstimate shape = ShapeEstimate.family(rig.shapes().size(), 1);
        double[][] millis = new double[3][FRAMES];
        double[] sums = new double[FRAMES];
        double error = 0;
        double bytes = 0;
        int points = 0;
        for (int round = 0; round < ROUNDS; round++) {
            error = 0;
            Detection first = seen[0].detections().get(0);
            solver.read(first, seen[0]);
            solver.solveCold(body);
            Track track = solver.begin(1, 0, first, shape, 1);
            for (int i = 1; i < FRAMES; i++) {
                Detection detection = seen[i].detections().get(0);
                long allocated = thread.getCurrentThreadAllocatedBytes();
                long t0 = thread.getCurrentThreadCpuTime();
                solver.read(detection, seen[i]);
                long t1 = thread.getCurrentThreadCpuTime();
                solver.contradicts(track, seen[i].ptsMicros());
                long t2 = thread.getCurrentThreadCpuTime();
                solver.solveWarm(track, body, seen[i].ptsMicros());
                long t3 = thread.getCurrentThreadCpuTime();
                bytes = thread.getCurrentThreadAllocatedBytes() - allocated;
                track = solver.advance(track, seen[i].ptsMicros(), detection, shape, 1);
                millis[0][i] = 1e-6 * (t1 - t0);
                millis[1][i] = 1e-6 * (t2 - t1);
                millis[2][i] = 1e-6 * (t3 - t2);
                sums[i] = 1e-6 * (t3 - t0);
                points = Math.max(points, solver.pointCount());
                error += jointError(rig, body, track, truth[i]) / (FRAMES - 1);
            }
        }
        System.out.printf(
                "%s: %d points; median ms: read %.2f, turn %.2f, fit %.2f, all %.2f (p95 %.2f); joints %.1f mm;"
                        + " %.0f bytes a frame%n",
                name,
                points,
                quantile(millis[0], 0.5),
                quantile(millis[1], 0.5),
                quantile(millis[2], 0.5),
                quantile(sums, 0.5),
                quantile(sums, 0.95),
                1e3 * error,
                bytes);
    }

    private static double quantile(double[] values, double q) {
        double[] sorted = Arrays.copyOfRange(values, 1, values.length);
        Arrays.sort(sorted);
        return sorted[(int) (q * (sorted.length - 1))];
    }

    /** Mean distance of the joints from the true ones, seen from the root, metres. */
    static double jointError(Rig rig, Body body, Track track, PosedAnimal truth) {
        Kinematics found = new Kinematics(rig.skeleton());
        System.arraycopy(track.bends(), 0, found.bends, 0, found.bends.length);
        System.arraycopy(track.rotation(), 0, found.rootRotation, 0, 4);
        double[] rest = new double[body.joints().length];
        for (int i = 0; i < rest.length; i++) {
            rest[i] = body.joints()[i];
        }
        found.update(rest);
        double sum = 0;
        for (int j = 0; j < rest.length; j += 3) {
            double d = 0;
            for (int a = 0; a < 3; a++) {
                double e = found.positions[j + a] - truth.joints[j + a] + truth.joints[a];
                d += e * e;
            }
            sum += Math.sqrt(d);
        }
        return sum / (rest.length / 3);
    }
}
