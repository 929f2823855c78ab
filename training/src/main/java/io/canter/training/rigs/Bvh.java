package io.canter.training.rigs;

import java.util.List;
import org.joml.Quaterniond;
import org.joml.Vector3d;

/**
 * A motion as BVH has it.
 *
 * @param file for messages
 * @param offset 3 per joint, from its parent, all angles 0
 * @param channels per joint, in the file's order: 0..2 position x, y, z; 3..5 rotation about x, y, z
 * @param ends of chains: parent, then the offset from it
 * @param frames per frame the numbers of all channels, joint by joint; angles in degrees
 */
record Bvh(
        String file,
        List<String> joints,
        int[] parents,
        float[] offset,
        List<int[]> channels,
        List<float[]> ends,
        double frameSeconds,
        float[][] frames) {
    Bvh {
        joints = List.copyOf(joints);
        channels = List.copyOf(channels);
        ends = List.copyOf(ends);
    }

    /** Joints and where they are in a frame. */
    static final class Moment {
        final Quaterniond[] local;
        final Quaterniond[] turns;
        final double[] places;

        Moment(int joints) {
            local = new Quaterniond[joints];
            turns = new Quaterniond[joints];
            for (int j = 0; j < joints; j++) {
                local[j] = new Quaterniond();
                turns[j] = new Quaterniond();
            }
            places = new double[3 * joints];
        }
    }

    /** The hierarchy with all angles 0. */
    Moment zero() {
        Moment out = new Moment(joints.size());
        Vector3d[] from = new Vector3d[joints.size()];
        for (int j = 0; j < from.length; j++) {
            from[j] = new Vector3d(offset[3 * j], offset[3 * j + 1], offset[3 * j + 2]);
        }
        place(out, from);
        return out;
    }

    /** A moment between two frames; before the first and after the last they are held. */
    Moment at(double seconds) {
        double f = Math.max(0, Math.min(frames.length - 1, seconds / frameSeconds));
        int a = (int) Math.min(f, Math.max(0, frames.length - 2));
        int b = Math.min(frames.length - 1, a + 1);
        double t = f - a;
        Moment out = new Moment(joints.size());
        Vector3d[] from = new Vector3d[joints.size()];
        Quaterniond later = new Quaterniond();
        int first = 0;
        for (int j = 0; j < from.length; j++) {
            from[j] = new Vector3d(offset[3 * j], offset[3 * j + 1], offset[3 * j + 2]);
            turn(channels.get(j), frames[a], first, out.local[j]);
            turn(channels.get(j), frames[b], first, later);
            out.local[j].slerp(later, t);
            for (int k = 0; k < channels.get(j).length; k++) {
                int axis = channels.get(j)[k];
                if (axis < 3) {
                    // A position takes the offset's place, as the usual programs have it.
                    from[j].setComponent(axis, (1 - t) * frames[a][first + k] + t * frames[b][first + k]);
                }
            }
            first += channels.get(j).length;
        }
        place(out, from);
        return out;
    }

    /** Rotations follow each other in the order of the channels, each in the frame that the one before has turned. */
    private static void turn(int[] channels, float[] values, int first, Quaterniond out) {
        out.identity();
        for (int k = 0; k < channels.length; k++) {
            double angle = Math.toRadians(values[first + k]);
            switch (channels[k]) {
                case 3 -> out.rotateX(angle);
                case 4 -> out.rotateY(angle);
                case 5 -> out.rotateZ(angle);
                default -> {} // a position
            }
        }
    }

    private void place(Moment m, Vector3d[] from) {
        for (int j = 0; j < from.length; j++) {
            int p = parents[j];
            if (p < 0) {
                m.turns[j].set(m.local[j]);
            } else {
                m.turns[p].mul(m.local[j], m.turns[j]);
                m.turns[p].transform(from[j]);
                from[j].add(m.places[3 * p], m.places[3 * p + 1], m.places[3 * p + 2]);
            }
            m.places[3 * j] = from[j].x;
            m.places[3 * j + 1] = from[j].y;
            m.places[3 * j + 2] = from[j].z;
        }
    }

    /** Height of the lowest joint or end of a chain. */
    double lowest(Moment m) {
        double lowest = Double.MAX_VALUE;
        for (int j = 0; j < joints.size(); j++) {
            lowest = Math.min(lowest, m.places[3 * j + 1]);
        }
        Vector3d tip = new Vector3d();
        for (float[] end : ends) {
            int p = (int) end[0];
            m.turns[p].transform(tip.set(end[1], end[2], end[3]));
            lowest = Math.min(lowest, m.places[3 * p + 1] + tip.y);
        }
        return lowest;
    }
}
