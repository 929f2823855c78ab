package io.canter.training.bench;

import io.canter.tracking.Skeleton;
import io.canter.training.evaluation.ErrorList;
import io.canter.training.evaluation.LegSwaps;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * How a skeleton moves beside the true one: errors of place, errors of acceleration (the jitter that an eye sees), legs
 * exchanged. Everything is measured twice, in the camera's frame as it is delivered and with both root joints in one
 * place. Metres and frames are the input's.
 */
public final class MotionScore {
    private final LegSwaps legs;
    private final int[] counted;
    private final int coordinates;
    private final ErrorList placed = new ErrorList();
    private final ErrorList fromRoot = new ErrorList();
    private final ErrorList accelerationPlaced = new ErrorList();
    private final ErrorList accelerationFromRoot = new ErrorList();
    private final float[][] found; // of the last three frames, the newest last
    private final float[][] truth;
    private int inARow;
    private int frames;
    private int swapped;

    public MotionScore(Skeleton skeleton) {
        this(skeleton, IntStream.range(0, skeleton.jointCount()).toArray());
    }

    /** @param counted joints over which errors are averaged; of the others only the root's place matters */
    public MotionScore(Skeleton skeleton, int[] counted) {
        legs = new LegSwaps(skeleton, counted);
        this.counted = counted.clone();
        coordinates = 3 * skeleton.jointCount();
        found = new float[3][coordinates];
        truth = new float[3][coordinates];
    }

    /**
     * Takes the next frame.
     *
     * @param foundJoints 3 per joint, camera frame; empty where nothing is found
     * @param trueJoints likewise
     */
    public void add(Optional<float[]> foundJoints, float[] trueJoints) {
        frames++;
        if (foundJoints.isEmpty()) {
            inARow = 0;
            return;
        }
        remember(found, foundJoints.get());
        remember(truth, trueJoints);
        inARow = Math.min(3, inARow + 1);
        placed.add(meanDistance(found, truth, false, false));
        fromRoot.add(meanDistance(found, truth, false, true));
        swapped += legs.count(foundJoints.get(), trueJoints) > 0 ? 1 : 0;
        if (inARow == 3) {
            accelerationPlaced.add(meanDistance(found, truth, true, false));
            accelerationFromRoot.add(meanDistance(found, truth, true, true));
        }
    }

    private void remember(float[][] last, float[] joints) {
        float[] oldest = last[0];
        last[0] = last[1];
        last[1] = last[2];
        last[2] = oldest;
        System.arraycopy(joints, 0, oldest, 0, coordinates);
    }

    /** Mean over the joints that count of the distance between found and true: of the newest place, or of the last acceleration. */
    private double meanDistance(float[][] a, float[][] b, boolean ofAcceleration, boolean rootsInOnePlace) {
        double sum = 0;
        for (int joint : counted) {
            int j = 3 * joint;
            double squares = 0;
            for (int k = 0; k < 3; k++) {
                double d = ofAcceleration ? acceleration(a, j + k) - acceleration(b, j + k) : a[2][j + k] - b[2][j + k];
                if (rootsInOnePlace) {
                    d -= ofAcceleration ? acceleration(a, k) - acceleration(b, k) : a[2][k] - b[2][k];
                }
                squares += d * d;
            }
            sum += Math.sqrt(squares);
        }
        return sum / counted.length;
    }

    private static double acceleration(float[][] last, int i) {
        return last[0][i] - 2.0 * last[1][i] + last[2][i];
    }

    /** Counts what another clip's score has counted. */
    void addAll(MotionScore other) {
        placed.addAll(other.placed);
        fromRoot.addAll(other.fromRoot);
        accelerationPlaced.addAll(other.accelerationPlaced);
        accelerationFromRoot.addAll(other.accelerationFromRoot);
        frames += other.frames;
        swapped += other.swapped;
    }

    /** Frames taken. */
    public int frames() {
        return frames;
    }

    /** Share of the frames in which a skeleton was found. */
    public double followedShare() {
        return frames == 0 ? Double.NaN : (double) placed.count() / frames;
    }

    /** Mean distance of the joints, an error a frame found: camera frame. */
    public ErrorList placed() {
        return placed;
    }

    /** The same with both root joints in one place. */
    public ErrorList fromRoot() {
        return fromRoot;
    }

    /** Mean error of the joints' acceleration, an error a frame with two found before it: metres a frame squared. */
    public ErrorList accelerationPlaced() {
        return accelerationPlaced;
    }

    /** The same with both root joints in one place. */
    public ErrorList accelerationFromRoot() {
        return accelerationFromRoot;
    }

    /** Of the frames found, the share in which a pair of legs is exchanged; NaN without one. */
    public double swappedShare() {
        return placed.count() == 0 ? Double.NaN : (double) swapped / placed.count();
    }
}
