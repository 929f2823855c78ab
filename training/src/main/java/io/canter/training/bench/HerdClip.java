package io.canter.training.bench;

import io.canter.inference.Box;
import io.canter.ingest.Intrinsics;
import io.canter.tracking.Body;
import io.canter.tracking.Pose;
import io.canter.tracking.Rig;
import io.canter.training.demo.GeneratedClip;
import io.canter.training.family.AnimalFamily;
import io.canter.training.motion.Motion;
import io.canter.training.motion.Motions;
import io.canter.training.scene.Stage;
import io.canter.training.scene.View;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGeneratorFactory;

/**
 * A clip of several generated animals that walk past each other, or behind a wall, before a standing camera. Each is
 * drawn by itself and laid over those farther away, so that occlusion is right; shadows of all but the farthest are left
 * out, and each has the light of its own seed. The same arguments give the same bytes. Serves one thread.
 */
public final class HerdClip {
    public static final int WIDTH = 640;
    public static final int HEIGHT = 360;
    public static final double FRAMES_PER_SECOND = 25;

    static final int CROSSING_FRAMES = 125;
    static final int WALL_FRAMES = 200;

    private static final long FIRST_SEED = GeneratedClip.FIRST_HELD_OUT_SEED + 42_000_000;
    /** Of an animal's pixels in the picture; of who shows less, nothing is demanded. */
    private static final double IN_SIGHT_SHARE = 0.5;

    static final int WALL_FROM = 195;
    static final int WALL_TO = 445;
    private static final int[] WALL_RGB = {142, 134, 124};
    private static final double EYE_METRES = 10;

    private final int frames;
    private final List<Walker> walkers; // the farthest first
    private final int wallFrom; // columns of the picture
    private final int wallTo;
    private final View view;

    /**
     * @param nearer how much nearer than the middle of the scene it walks, metres
     * @param start where it is at time 0 along its own way, metres from the middle of the picture
     * @param towards 1: along the world's +z, to the left in the picture; -1: to the right
     */
    private record Walker(Body body, Motion motion, Stage stage, double nearer, double start, int towards) {}

    private HerdClip(int frames, List<Walker> walkers, int wallFrom, int wallTo) {
        this.frames = frames;
        this.walkers = List.copyOf(walkers);
        this.wallFrom = wallFrom;
        this.wallTo = wallTo;
        Intrinsics camera = Intrinsics.centred(WIDTH, HEIGHT, (float) Math.toRadians(40));
        view = View.lookAt(new float[] {(float) EYE_METRES, 1.8f, 0}, new float[] {0, 0.7f, 0}, 0, camera);
    }

    /** Three animals of different coats, of which two come from the left and pass before the third; five seconds. */
    public static HerdClip threeCross(Rig rig, int number) {
        long seed = FIRST_SEED + 10L * number;
        return new HerdClip(
                CROSSING_FRAMES,
                List.of(
                        walker(rig, "horse", 0.6, seed, -1.4, -3, 1),
                        walker(rig, "cow", 0.5, seed + 1, 0, -1, -1),
                        walker(rig, "donkey", 0.5, seed + 2, 1.4, -4.2, -1)),
                0,
                0);
    }

    /** Two animals that walk behind a wall from both sides and come out again; eight seconds. */
    public static HerdClip behindAWall(Rig rig, int number) {
        long seed = FIRST_SEED + 10L * number + 5;
        return new HerdClip(
                WALL_FRAMES,
                List.of(walker(rig, "horse", 0.6, seed, -1.4, -4.7, 1), walker(rig, "cow", 0.6, seed + 1, 0, -4.7, -1)),
                WALL_FROM,
                WALL_TO);
    }

    private static Walker walker(
            Rig rig, String species, double pace, long seed, double nearer, double start, int towards) {
        Body body = AnimalFamily.sample(
                        species, RandomGeneratorFactory.of("L64X128MixRandom").create(seed))
                .body();
        return new Walker(
                body, Motions.walk(pace, seed), Stage.random(rig, seed, WIDTH, HEIGHT), nearer, start, towards);
    }

    /** Frames of the clip. */
    public int frames() {
        return frames;
    }

    /**
     * One frame; the picture is the clip's own and is overwritten by the next.
     *
     * @param rgb height x width x 3
     * @param inSight tight boxes of the animals of which half is visible, as if nothing hid the rest, pixels; by number
     * @param barely the same of those of which less is visible
     */
    public record Moment(
            int index, long ptsMicros, byte[] rgb, Map<Integer, Box> inSight, Map<Integer, Box> barely, View view) {}

    /** Takes the frames as they are made. */
    public interface Sink {
        void accept(Moment moment) throws IOException;
    }

    /** Renders all frames in order. */
    public void render(Sink sink) throws IOException {
        render(0, 1, sink);
    }

    /** Renders every {@code step}-th frame from {@code first} on. */
    public void render(int first, int step, Sink sink) throws IOException {
        byte[] rgb = new byte[3 * WIDTH * HEIGHT];
        byte[] one = new byte[rgb.length];
        byte[][] masks = new byte[walkers.size()][WIDTH * HEIGHT];
        int[] owner = new int[WIDTH * HEIGHT]; // walker seen at a pixel, or -1
        for (int i = first; i < frames; i += step) {
            Arrays.fill(owner, -1);
            for (int w = 0; w < walkers.size(); w++) {
                Walker walker = walkers.get(w);
                walker.stage().render(walker.body(), pose(walker, i / FRAMES_PER_SECOND), view, one, masks[w]);
                for (int p = 0; p < owner.length; p++) {
                    boolean covered = masks[w][p] != 0;
                    if (w == 0 || covered) {
                        System.arraycopy(one, 3 * p, rgb, 3 * p, 3);
                    }
                    owner[p] = covered ? w : owner[p];
                }
            }
            build(rgb, owner);
            Map<Integer, Box> inSight = new LinkedHashMap<>();
            Map<Integer, Box> barely = new LinkedHashMap<>();
            for (int w = 0; w < masks.length; w++) {
                sort(w, masks[w], owner, inSight, barely);
            }
            sink.accept(new Moment(i, Math.round(1e6 * i / FRAMES_PER_SECOND), rgb, inSight, barely, view));
        }
    }

    private static Pose pose(Walker walker, double seconds) {
        Pose pose = walker.motion().at(seconds, walker.body());
        float[] at = pose.rootTranslation();
        at[2] += (float) (walker.start() + walker.motion().travel(seconds, walker.body()));
        if (walker.towards() < 0) {
            // Half a turn about the world's y.
            float[] q = pose.rotations();
            float x = q[0];
            float y = q[1];
            q[0] = q[2];
            q[1] = q[3];
            q[2] = -x;
            q[3] = -y;
            at[0] = -at[0];
            at[2] = -at[2];
        }
        at[0] += (float) walker.nearer();
        return pose;
    }

    private void build(byte[] rgb, int[] owner) {
        for (int p = 0; p < owner.length; p++) {
            int x = p % WIDTH;
            if (x >= wallFrom && x < wallTo) {
                owner[p] = -1;
                int joint = (p / WIDTH) % 24 == 0 || x % 60 == 0 ? 30 : 0;
                for (int k = 0; k < 3; k++) {
                    rgb[3 * p + k] = (byte) (WALL_RGB[k] - joint);
                }
            }
        }
    }

    private static void sort(
            int walker, byte[] mask, int[] owner, Map<Integer, Box> inSight, Map<Integer, Box> barely) {
        int all = 0;
        int visible = 0;
        int[] box = {WIDTH, HEIGHT, -1, -1};
        for (int p = 0; p < mask.length; p++) {
            if (mask[p] != 0) {
                all++;
                visible += owner[p] == walker ? 1 : 0;
                box[0] = Math.min(box[0], p % WIDTH);
                box[1] = Math.min(box[1], p / WIDTH);
                box[2] = Math.max(box[2], p % WIDTH);
                box[3] = Math.max(box[3], p / WIDTH);
            }
        }
        if (all > 0) {
            Map<Integer, Box> into = visible >= IN_SIGHT_SHARE * all ? inSight : barely;
            into.put(walker, new Box(box[0], box[1], box[2] + 1 - box[0], box[3] + 1 - box[1]));
        }
    }
}
