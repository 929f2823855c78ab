package io.canter.training.evaluation;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Scores of real clips as a table, a row a clip. */
public final class FootageTable {
    private static final List<String> COLUMNS = List.of(
            "clip",
            "frames",
            "followed",
            "iou",
            "iou_least",
            "raw_iou",
            "marked",
            "pck_10",
            "pck_05",
            "raw_pck_10",
            "raw_pck_05",
            "transfer_10",
            "transfer_05",
            "judged",
            "swaps",
            "raw_judged",
            "raw_swaps");

    private static final List<String> NOTES = List.of(
            "followed: share of frames with an animal. iou: fitted mesh against the true mask; frames without a"
                    + " followed animal count as 0, their keypoints as missed.",
            "raw: the network alone on the true box (layer 0, occupancy > 0.5; keypoints at the nearest Q). transfer:"
                    + " keypoints carried between frames by Q alone.",
            "pck_10, pck_05: keypoints within 0.1 and 0.05 of the longer side of the true mask's box. swaps: share of"
                    + " the judged frames with a pair of legs exchanged.");

    private FootageTable() {}

    /** @param scores by the clip's name, in the table's order */
    public static Table of(Map<String, FootageScore> scores) {
        List<List<Object>> rows = new ArrayList<>();
        scores.forEach((name, s) -> rows.add(List.of(
                name,
                s.clip().frames().size(),
                s.clip().trackedShare(),
                s.clip().iou().mean(),
                s.clip().iou().least(),
                s.rawIou().mean(),
                s.markedFrames(),
                s.fittedPck().wide(),
                s.fittedPck().narrow(),
                s.rawPck().wide(),
                s.rawPck().narrow(),
                s.transferPck().wide(),
                s.transferPck().narrow(),
                s.fittedJudged(),
                s.fittedSwaps(),
                s.rawJudged(),
                s.rawSwaps())));
        return new Table("Real footage", COLUMNS, rows, NOTES);
    }

    /**
     * The figures that have a bar. Keypoints and legs count where they are marked.
     *
     * @param scores of clips with masks drawn by people
     */
    public static List<Bar> bars(Collection<FootageScore> scores) {
        List<FootageScore> marked =
                scores.stream().filter(s -> s.markedFrames() > 0).toList();
        int judged = scores.stream().mapToInt(FootageScore::fittedJudged).sum();
        double swapped = scores.stream()
                .filter(s -> s.fittedJudged() > 0)
                .mapToDouble(s -> s.fittedSwaps() * s.fittedJudged())
                .sum();
        return List.of(
                Bar.atLeast(
                        "real clips with masks: mean IoU of the fitted mesh",
                        scores.stream()
                                .mapToDouble(s -> s.clip().iou().mean())
                                .average()
                                .orElse(Double.NaN),
                        0.72),
                Bar.atLeast(
                        "real clips with keypoints: PCK@0.1",
                        marked.stream()
                                .mapToDouble(s -> s.fittedPck().wide())
                                .average()
                                .orElse(Double.NaN),
                        0.60),
                Bar.atMost(
                        "real clips: leg swaps, share of judged frames",
                        judged == 0 ? Double.NaN : swapped / judged,
                        0.10));
    }

    /** The bar of a clip before a green screen. */
    public static Bar green(String clip, FootageScore score) {
        return Bar.atLeast(clip + ": mean IoU", score.clip().iou().mean(), 0.65);
    }
}
