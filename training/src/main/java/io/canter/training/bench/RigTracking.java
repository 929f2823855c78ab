package io.canter.training.bench;

import io.canter.tracking.Mesh;
import io.canter.tracking.Rig;
import io.canter.training.demo.RigClip;
import io.canter.training.evaluation.BodyLength;
import io.canter.training.evaluation.Table;
import io.canter.training.rigs.ImportedRig;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Tracks clips of foreign rigs, which the template was not made of, in the ways of {@link TrackingScorer}, and compares
 * how the joints that correspond move. For one thread.
 */
public final class RigTracking {
    /** No tracker: a skeleton that goes where the true root goes, and never bends nor turns. */
    public static final String STIFF = "stiff skeleton";

    private static final List<String> COLUMNS = List.of(
            "rig",
            "clip",
            "method",
            "frames",
            "joints",
            "followed",
            "apart_root",
            "motion",
            "motion_root",
            "accel",
            "accel_root",
            "swaps",
            "accel_ratio");

    private static final List<String> NOTES = List.of(
            "joints: how many of the template's joints one of the rig stands for; all errors are means over these, % of"
                    + " the animal's own length. A rig's joints lie elsewhere in the body than the template's.",
            "apart_root: distance of the joints, both roots in one place, nothing taken out. motion: the same without the"
                    + " constant offset of each joint from the bone before it, camera frame; _root: roots in one place.",
            "accel: as motion, of accelerations, a frame squared. accel_ratio: live accel_root over that of bones apart,"
                    + " frames that both have. swaps: share of the followed frames. Not comparable with generated clips.",
            "stiff skeleton: goes where the true root goes and never bends nor turns: how much there is to see. mean: every"
                    + " rig counts the same.");

    private final Rig rig;
    private final Map<String, ScenePass> passes;
    private final Filming filming;
    private final SubjectJoints joints;
    private final Map<String, List<Clip>> clips = new LinkedHashMap<>(); // by rig

    private record Clip(String name, double length, int joints, Map<String, RigMotion> scores) {}

    /** See {@link TrackingScorer}. */
    public RigTracking(Rig rig, Observers observers, int searchEvery, Map<String, ScenePass> passes) {
        this.rig = rig;
        this.passes = new LinkedHashMap<>(passes);
        filming = new Filming(rig, observers, searchEvery);
        joints = new SubjectJoints(rig);
    }

    /** The animations to film: walks and gallops; where there is none, idling; where there is not that, all. */
    public static List<String> animations(ImportedRig animal) {
        List<String> gaits = animal.clips("walk|trot|run|canter|gallop");
        List<String> idle = gaits.isEmpty() ? animal.clips("idle") : gaits;
        return idle.isEmpty() ? animal.clips() : idle;
    }

    /**
     * Tracks a clip in all ways.
     *
     * @param stem of the rig's file, as the table names it
     * @param progress called after each frame
     */
    public void run(String stem, String animation, RigClip clip, TrackingScorer.Viewer viewer, Runnable progress)
            throws IOException {
        List<RigClip.Truth> truth = new ArrayList<>();
        List<Tracked> ideal = onExactMaps(clip, truth);
        LiveFilm seen = filming.of(clip, viewer, progress);
        int[] mapped = counted(clip.rig());
        Map<String, RigMotion> scores = new LinkedHashMap<>();
        List<float[]> places = truth.stream().map(RigClip.Truth::joints).toList();
        ScenePass live = passes.getOrDefault(TrackingScorer.LIVE, ScenePass::atOnce);
        passes.forEach((pass, way) ->
                scores.put(pass, RigMotion.of(rig, mapped, truth, joints.of(way.scenes(seen.of(way)), places))));
        scores.put(TrackingScorer.EXACT, RigMotion.of(rig, mapped, truth, joints.of(live.scenes(ideal), places)));
        scores.put(TrackingScorer.ONE_FRAME, RigMotion.of(rig, mapped, truth, seen.alone()));
        scores.put(TrackingScorer.BONES_APART, RigMotion.of(rig, mapped, truth, seen.apart()));
        scores.put(
                TrackingScorer.PAIRED,
                RigMotion.of(rig, mapped, truth, seen.paired(joints.of(live.scenes(seen.film()), places))));
        scores.put(STIFF, RigMotion.of(rig, mapped, truth, RigMotion.stiff(mapped, truth)));
        double length = BodyLength.metres(rig, clip.rig());
        clips.computeIfAbsent(stem, s -> new ArrayList<>())
                .add(new Clip(shortName(animation), length, mapped.length, scores));
    }

    /** The joints that are compared: those that the rig has. The root has no error, seen from itself. */
    static int[] counted(ImportedRig animal) {
        return Arrays.stream(animal.mapped()).filter(t -> t > 0).toArray();
    }

    /** Without the armature that exporters put before it. */
    public static String shortName(String animation) {
        return animation.substring(animation.lastIndexOf('|') + 1);
    }

    /** @param truth receives a frame's each */
    private List<Tracked> onExactMaps(RigClip clip, List<RigClip.Truth> truth) {
        ExactMaps exact =
                new ExactMaps(new Mesh(clip.rig().canonical(), clip.rig().rest().triangles()));
        return filming.exact(clip, exact, i -> {
            RigClip.Truth now = clip.truth(i);
            truth.add(now);
            return new Filming.Sight(now.view().intrinsics(), now.vertices(), now.joints());
        });
    }

    /** A row a clip and method, then a row a method: the mean over the rigs. */
    public Table table() {
        List<List<Object>> rows = new ArrayList<>();
        Map<String, List<List<Object>>> byMethod = new LinkedHashMap<>(); // a row a rig
        clips.forEach((stem, filmed) -> {
            Map<String, List<List<Object>>> own = new LinkedHashMap<>();
            for (Clip clip : filmed) {
                for (String method : clip.scores().keySet()) {
                    if (!method.equals(TrackingScorer.PAIRED)) {
                        List<Object> row = row(stem, clip, method);
                        rows.add(row);
                        own.computeIfAbsent(method, m -> new ArrayList<>()).add(row);
                    }
                }
            }
            own.forEach((method, of) ->
                    byMethod.computeIfAbsent(method, m -> new ArrayList<>()).add(mean(method, of)));
        });
        byMethod.forEach((method, of) -> rows.add(mean(method, of)));
        return new Table("Tracking, clips of foreign rigs", COLUMNS, rows, NOTES);
    }

    private static List<Object> mean(String method, List<List<Object>> rows) {
        List<List<Object>> all =
                new Table("", COLUMNS, rows, List.of()).withMean().rows();
        List<Object> mean = new ArrayList<>(all.get(rows.size()));
        mean.set(COLUMNS.indexOf("method"), method);
        mean.set(
                COLUMNS.indexOf("frames"),
                rows.stream()
                        .mapToInt(row -> (Integer) row.get(COLUMNS.indexOf("frames")))
                        .sum());
        return mean;
    }

    private List<Object> row(String stem, Clip clip, String method) {
        RigMotion score = clip.scores().get(method);
        double percent = 100 / clip.length();
        double ratio = clip.scores()
                        .get(TrackingScorer.PAIRED)
                        .motion()
                        .accelerationFromRoot()
                        .mean()
                / clip.scores()
                        .get(TrackingScorer.BONES_APART)
                        .motion()
                        .accelerationFromRoot()
                        .mean();
        return List.of(
                stem,
                clip.name(),
                method,
                score.motion().frames(),
                clip.joints(),
                score.motion().followedShare(),
                percent * score.whole().fromRoot().mean(),
                percent * score.motion().placed().mean(),
                percent * score.motion().fromRoot().mean(),
                percent * score.motion().accelerationPlaced().mean(),
                percent * score.motion().accelerationFromRoot().mean(),
                score.whole().swappedShare(),
                method.equals(TrackingScorer.LIVE) ? ratio : Double.NaN);
    }
}
