package io.canter.training.bench;

import io.canter.inference.Observation;
import io.canter.tracking.Mesh;
import io.canter.tracking.Rig;
import io.canter.tracking.Scene;
import io.canter.tracking.Spot;
import io.canter.tracking.SpotFinder;
import io.canter.tracking.SpotTouch;
import io.canter.tracking.SpotViews;
import io.canter.training.evaluation.SurfaceSamples;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Tracks points of an animal as a viewer does who clicks it: each point is asked for once, by its pixel, in the first
 * frame in which it is truly seen and an animal is shown; from then on the answer's spot is looked up in every frame.
 * The frames after the question are compared with the truth; a point that the answer does not know counts as said to be
 * hidden in all of them.
 */
final class SpotTracks {
    /** A point that was asked for and not found. */
    private static final Spot NOWHERE = new Spot(0, 0, 0);

    private static final int NOT_ASKED = -1;
    private static final int LOST = -2;

    private final SpotFinder finder;
    private final Spot[] answers;
    private final int[] subjects; // id, NOT_ASKED or LOST
    private final long[][] waited; // by point: frames not asked in since it was first seen, hidden and visible
    private final SpotViews views;
    private final PointTracks tracks = new PointTracks();

    /** @param count of points */
    SpotTracks(Rig rig, int count) {
        finder = new SpotFinder(rig);
        answers = new Spot[count];
        Arrays.fill(answers, NOWHERE);
        subjects = new int[count];
        Arrays.fill(subjects, NOT_ASKED);
        waited = new long[count][2];
        views = new SpotViews(count);
    }

    /** Points spread evenly over an individual's surface, the same at every call. */
    static List<Spot> spread(Mesh mesh, float[] vertices, int count, long seed) {
        List<Spot> spots = new ArrayList<>();
        SurfaceSamples.draw(
                vertices,
                mesh.triangles(),
                count,
                seed,
                (n, triangle, first, second, third) -> spots.add(new Spot(triangle, (float) second, (float) third)));
        return spots;
    }

    /** Takes the next frame. */
    void add(Scene scene, Observation seen, FrameTruth truth) {
        finder.read(scene, seen);
        Map<Integer, List<Integer>> asked = new TreeMap<>(); // points by the subject that they are on
        for (int i = 0; i < answers.length; i++) {
            boolean visible = truth.visible()[i];
            if (subjects[i] != NOT_ASKED) {
                asked.computeIfAbsent(subjects[i], id -> new ArrayList<>()).add(i);
            } else if (visible && !scene.subjects().isEmpty()) {
                ask(i, truth.places());
            } else if (visible || waited[i][1] > 0) {
                waited[i][visible ? 1 : 0]++;
            }
        }
        asked.forEach((subject, points) -> compare(subject, points, scene, truth));
    }

    private void ask(int point, float[] places) {
        Optional<SpotTouch> touch = finder.under(places[2 * point], places[2 * point + 1]);
        subjects[point] = touch.map(SpotTouch::subject).orElse(LOST);
        answers[point] = touch.map(SpotTouch::spot).orElse(NOWHERE);
    }

    private void compare(int subject, List<Integer> points, Scene scene, FrameTruth truth) {
        boolean there = subject != LOST
                && finder.locate(subject, points.stream().map(i -> answers[i]).toList(), views);
        float[] found = new float[2];
        float[] place = new float[2];
        for (int n = 0; n < points.size(); n++) {
            int i = points.get(n);
            System.arraycopy(truth.places(), 2 * i, place, 0, 2);
            System.arraycopy(views.pixels, 2 * n, found, 0, 2);
            tracks.add(truth.visible()[i], place, there && views.visible[n], found, scene.width(), scene.height());
        }
    }

    /** The clip is over: what nobody could be asked about was missed from its second frame in view on. */
    PointTracks end() {
        for (int i = 0; i < answers.length; i++) {
            if (subjects[i] == NOT_ASKED) {
                tracks.addMissed(true, Math.max(0, waited[i][1] - 1));
                tracks.addMissed(false, waited[i][0]);
            }
        }
        return tracks;
    }
}
