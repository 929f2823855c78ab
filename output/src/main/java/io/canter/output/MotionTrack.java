package io.canter.output;

import io.canter.tracking.Body;
import io.canter.tracking.Coat;
import io.canter.tracking.Pose;
import io.canter.tracking.Subject;
import java.util.Arrays;

/** The motion of one subject, growing frame by frame. */
final class MotionTrack {
    final int id;
    private final int jointCount;
    private int count;
    private float[] seconds = new float[256];
    private float[] roots; // 3 per frame
    private float[] rotations; // 4 per joint and frame, frame-major
    private Body body;
    private Coat coat;
    private float lastSeenSeconds;

    MotionTrack(int id, int jointCount) {
        this.id = id;
        this.jointCount = jointCount;
        roots = new float[3 * seconds.length];
        rotations = new float[4 * jointCount * seconds.length];
    }

    void add(float atSeconds, Subject subject) {
        if (count == seconds.length) {
            seconds = Arrays.copyOf(seconds, 2 * count);
            roots = Arrays.copyOf(roots, 6 * count);
            rotations = Arrays.copyOf(rotations, 8 * jointCount * count);
        }
        Pose pose = subject.pose();
        seconds[count] = atSeconds;
        System.arraycopy(pose.rootTranslation(), 0, roots, 3 * count, 3);
        int at = 4 * jointCount * count;
        System.arraycopy(pose.rotations(), 0, rotations, at, 4 * jointCount);
        if (count > 0) {
            for (int j = at; j < at + 4 * jointCount; j += 4) {
                takeTheShortWay(j, j - 4 * jointCount);
            }
        }
        // Shape and coat settle over the first seconds: the last ones are the best known.
        body = subject.body();
        coat = subject.coat();
        lastSeenSeconds = atSeconds;
        count++;
    }

    // q and -q are the same rotation, but between them viewers would turn all the way round.
    private void takeTheShortWay(int now, int before) {
        float dot = 0;
        for (int k = 0; k < 4; k++) {
            dot += rotations[now + k] * rotations[before + k];
        }
        if (dot < 0) {
            for (int k = 0; k < 4; k++) {
                rotations[now + k] = -rotations[now + k];
            }
        }
    }

    int count() {
        return count;
    }

    Body body() {
        return body;
    }

    Coat coat() {
        return coat;
    }

    float firstSeconds() {
        return seconds[0];
    }

    float lastSeconds() {
        return lastSeenSeconds;
    }

    float[] seconds() {
        return Arrays.copyOf(seconds, count);
    }

    float[] roots() {
        return Arrays.copyOf(roots, 3 * count);
    }

    /** 4 per frame, of one joint. */
    float[] rotations(int joint) {
        float[] out = new float[4 * count];
        for (int f = 0; f < count; f++) {
            System.arraycopy(rotations, 4 * (jointCount * f + joint), out, 4 * f, 4);
        }
        return out;
    }
}
