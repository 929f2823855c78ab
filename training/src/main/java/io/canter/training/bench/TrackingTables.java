package io.canter.training.bench;

import io.canter.training.evaluation.Bar;
import io.canter.training.evaluation.BodyLength;
import io.canter.training.evaluation.Table;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a {@link TrackingScorer} has measured, as tables and beside its bars. */
public final class TrackingTables {
    private static final List<String> FIGURES =
            List.of("frames", "followed", "joints", "joints_root", "accel", "accel_root", "swaps", "aj", "oa", "slide");

    private static final List<String> NOTES = List.of(
            "joints: mean distance of 37 joints, % of body length (2.30 m), camera frame; _root: both root joints in one"
                    + " place. accel: the same of their accelerations, % of body length a frame squared, 25 frames/s.",
            "swaps: share of the followed frames with a pair of legs exchanged. aj, oa: TAP-Vid's average Jaccard and"
                    + " occlusion accuracy of points asked for once. slide: % of body length a stance.",
            "All but 'live on exact maps' see the very same maps. Bones apart and single frames are given what is shown"
                    + " live; neither has a past.");

    private TrackingTables() {}

    /** The tables by the name they have in JSON, in their order. */
    public static Map<String, Table> of(TrackingScorer scorer) {
        double percent = 100 / BodyLength.metres(scorer.rig());
        Map<String, Table> tables = new LinkedHashMap<>();
        List<List<Object>> rows = new ArrayList<>();
        scorer.clips()
                .forEach((clip, methods) -> methods.forEach((method, score) -> {
                    if (!method.equals(TrackingScorer.PAIRED)) {
                        rows.add(row(List.of(clip, method), score, percent));
                    }
                }));
        tables.put("tracking_clips", table("Tracking, generated clips", List.of("clip", "method"), rows, List.of()));
        List<List<Object>> all = new ArrayList<>();
        scorer.all().forEach((method, score) -> all.add(row(List.of(method), score, percent)));
        tables.put("tracking", table("Tracking, all generated clips", List.of("method"), all, NOTES));
        tables.put("tracking_cost", cost(scorer.cost()));
        return tables;
    }

    private static Table table(String title, List<String> heads, List<List<Object>> rows, List<String> notes) {
        List<String> columns = new ArrayList<>(heads);
        columns.addAll(FIGURES);
        return new Table(title, columns, rows, notes);
    }

    private static List<Object> row(List<String> heads, MethodScore score, double percent) {
        List<Object> row = new ArrayList<>(heads);
        row.add(score.motion.frames());
        row.add(score.motion.followedShare());
        row.add(percent * score.motion.placed().mean());
        row.add(percent * score.motion.fromRoot().mean());
        row.add(percent * score.motion.accelerationPlaced().mean());
        row.add(percent * score.motion.accelerationFromRoot().mean());
        row.add(score.motion.swappedShare());
        row.add(score.averageJaccard());
        row.add(score.occlusionAccuracy());
        row.add(percent * score.feet.slides().mean());
        return row;
    }

    private static Table cost(StepCost cost) {
        return new Table(
                "Tracking, cost of a step with up to 4,000 points",
                List.of("steps", "cpu_ms_median", "cpu_ms_p95", "kb_median", "kb_p95"),
                List.of(List.of(
                        cost.count(),
                        cost.millis().median(),
                        cost.millis().p95(),
                        cost.bytes().median() / 1024,
                        cost.bytes().p95() / 1024)),
                List.of("processor time and bytes allocated of one step of the tracker (fit, judge, coat), one thread;"
                        + " the first clip warms the compiler and does not count where there is another."));
    }

    /** The figures that have a bar. The passes' rows are asked for by name; without such a row nothing is measured. */
    public static List<Bar> bars(TrackingScorer scorer, String offlinePass) {
        double percent = 100 / BodyLength.metres(scorer.rig());
        Map<String, MethodScore> all = scorer.all();
        MethodScore nothing = new MethodScore(scorer.rig());
        MethodScore live = all.getOrDefault(TrackingScorer.LIVE, nothing);
        MethodScore offline = all.getOrDefault(offlinePass, nothing);
        MotionScore paired = all.getOrDefault(TrackingScorer.PAIRED, nothing).motion;
        MotionScore apart = all.getOrDefault(TrackingScorer.BONES_APART, nothing).motion;
        return List.of(
                Bar.atMost(
                        "joints live, roots in one place, % of body length",
                        percent * live.motion.fromRoot().mean(), 3),
                Bar.atMost(
                        "joints off line, roots in one place, % of body length",
                        percent * offline.motion.fromRoot().mean(), 2.2),
                Bar.atMost(
                        "joints live over bones apart, roots in one place",
                        paired.fromRoot().mean() / apart.fromRoot().mean(),
                        0.5),
                Bar.atMost(
                        "joints live over bones apart, camera frame",
                        paired.placed().mean() / apart.placed().mean(),
                        0.5),
                Bar.atMost(
                        "acceleration live over bones apart, roots in one place",
                        paired.accelerationFromRoot().mean()
                                / apart.accelerationFromRoot().mean(),
                        0.2),
                Bar.atMost(
                        "acceleration live over bones apart, camera frame",
                        paired.accelerationPlaced().mean()
                                / apart.accelerationPlaced().mean(),
                        0.2),
                Bar.atMost("leg swaps, generated clips, live, share of frames", live.motion.swappedShare(), 0.005),
                Bar.atLeast("point tracks, average Jaccard, live", live.averageJaccard(), 0.60),
                Bar.atLeast("point tracks, occlusion accuracy, live", live.occlusionAccuracy(), 0.88),
                Bar.atMost(
                        "feet sliding, live, % of body length a stance",
                        percent * live.feet.slides().mean(), 1),
                Bar.atMost(
                        "cost of a step, 4,000 points, ms of one core",
                        scorer.cost().millis().median(),
                        4));
    }
}
