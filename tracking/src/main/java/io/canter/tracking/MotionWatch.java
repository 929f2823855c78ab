package io.canter.tracking;

import io.canter.inference.Blobs;
import io.canter.inference.Box;
import io.canter.inference.SmallPicture;
import io.canter.ingest.Frame;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Says where something moves before a still camera: further places to search for an animal, for one too small or too
 * well hidden for a look at the whole frame. It says nothing of what moves; the network and the judge decide.
 *
 * <p>A running mean and spread for each place of a small grey picture. A pure step from state to state; the instance
 * holds only a buffer to draw in, and serves one thread.
 */
public final class MotionWatch implements AutoCloseable {
    /** Longer side of the small picture: an animal of a tenth of the frame is ten places long. */
    private static final int EDGE = 96;

    /** Frames until the scene is known well enough to tell what moves. */
    private static final int FRAMES_MIN = 12;

    /** The mean is over so many frames, two seconds; what moves is taken into it ten times slower. */
    private static final int FRAMES_MEAN = 50;

    private static final float SLOWER = 0.1f;

    /** Brightness that counts as a change: so many times the usual spread, and at least so much. */
    private static final float SPREADS = 4;

    private static final float CHANGE_MIN = 12;
    private static final float SPREAD_START = 4;

    /** Where more of the picture changes, the camera moved or the scene was cut: begin anew. */
    private static final float CHANGED_MAX = 0.3f;

    /** More parts than this are leaves, water or a camera that shakes. */
    private static final int PARTS_MAX = 12;

    private static final int PLACES_MAX = 4;
    private static final float AREA_MIN = 0.004f;

    /** Legs and head may stand still while the trunk moves. */
    private static final float GROWTH = 0.2f;

    private SmallPicture picture;

    /**
     * One step.
     *
     * @param places where something moves, full-frame pixels, the largest first; few
     */
    public record Step(MotionState state, List<Box> places) {}

    /** Looks at the next frame of the stream that the state is of. */
    public Step step(MotionState state, Frame frame) {
        float shrink = EDGE / (float) Math.max(frame.width(), frame.height());
        int width = Math.max(1, Math.round(shrink * frame.width()));
        int height = Math.max(1, Math.round(shrink * frame.height()));
        float[] grey = grey(frame, width, height);
        if (state.frames() == 0 || state.width() != width || state.height() != height) {
            return begin(width, height, grey);
        }
        // A lamp or the camera's own gain changes all at once: that is no motion.
        float shift = middleChange(grey, state.usual());
        boolean[] changed = new boolean[grey.length];
        float[] usual = new float[grey.length];
        float[] spread = new float[grey.length];
        float share = 1f / Math.min(state.frames() + 1, FRAMES_MEAN);
        int count = 0;
        for (int i = 0; i < grey.length; i++) {
            float change = Math.abs(grey[i] - state.usual()[i] - shift);
            changed[i] = change > Math.max(CHANGE_MIN, SPREADS * state.spread()[i]);
            count += changed[i] ? 1 : 0;
            float rate = changed[i] ? SLOWER * share : share;
            usual[i] = state.usual()[i] + rate * (grey[i] - state.usual()[i]);
            spread[i] = state.spread()[i] + rate * (change - state.spread()[i]);
        }
        if (count > CHANGED_MAX * grey.length) {
            return begin(width, height, grey);
        }
        MotionState next = new MotionState(width, height, usual, spread, state.frames() + 1);
        return new Step(next, next.frames() < FRAMES_MIN ? List.of() : places(changed, next, frame));
    }

    private static Step begin(int width, int height, float[] grey) {
        float[] spread = new float[grey.length];
        Arrays.fill(spread, SPREAD_START);
        return new Step(new MotionState(width, height, grey, spread, 1), List.of());
    }

    private float[] grey(Frame frame, int width, int height) {
        if (picture == null || picture.width() != width || picture.height() != height) {
            close();
            picture = new SmallPicture(width, height);
        }
        byte[] rgb = picture.draw(frame);
        float[] grey = new float[width * height];
        for (int i = 0; i < grey.length; i++) {
            grey[i] = 0.3f * (rgb[3 * i] & 255) + 0.59f * (rgb[3 * i + 1] & 255) + 0.11f * (rgb[3 * i + 2] & 255);
        }
        return grey;
    }

    /** The median change of brightness, to a whole number. */
    private static float middleChange(float[] grey, float[] usual) {
        int[] counts = new int[511];
        for (int i = 0; i < grey.length; i++) {
            counts[Math.round(grey[i] - usual[i]) + 255]++;
        }
        int seen = 0;
        int at = 0;
        while (2 * (seen + counts[at]) < grey.length) {
            seen += counts[at++];
        }
        return at - 255;
    }

    private static List<Box> places(boolean[] changed, MotionState state, Frame frame) {
        boolean[] grown = grow(changed, state.width());
        List<Blobs.Blob> blobs = Blobs.of(grown, state.width(), Math.round(AREA_MIN * changed.length) + 1);
        if (blobs.size() > PARTS_MAX) {
            return List.of();
        }
        float scaleX = frame.width() / (float) state.width();
        float scaleY = frame.height() / (float) state.height();
        List<Box> places = new ArrayList<>();
        for (Blobs.Blob blob : blobs.subList(0, Math.min(PLACES_MAX, blobs.size()))) {
            Box box = blob.box();
            float more = GROWTH * Math.max(box.width(), box.height());
            places.add(new Box(
                    scaleX * (box.x() - 0.5f * more),
                    scaleY * (box.y() - 0.5f * more),
                    scaleX * (box.width() + more),
                    scaleY * (box.height() + more)));
        }
        return places;
    }

    /** A mark grows to its neighbours: the inside of a plain coat does not change where it moves along itself. */
    private static boolean[] grow(boolean[] marks, int width) {
        boolean[] grown = new boolean[marks.length];
        int height = marks.length / width;
        for (int i = 0; i < marks.length; i++) {
            if (marks[i]) {
                int x = i % width;
                int y = i / width;
                for (int v = Math.max(0, y - 1); v <= Math.min(height - 1, y + 1); v++) {
                    for (int u = Math.max(0, x - 1); u <= Math.min(width - 1, x + 1); u++) {
                        grown[v * width + u] = true;
                    }
                }
            }
        }
        return grown;
    }

    @Override
    public void close() {
        if (picture != null) {
            picture.close();
            picture = null;
        }
    }
}
