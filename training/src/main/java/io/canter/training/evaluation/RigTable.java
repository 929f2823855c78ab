package io.canter.training.evaluation;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Scores of foreign rigs as a table, a row a rig; the mean is over those that are for measuring alone. */
public final class RigTable {
    private static final List<String> COLUMNS = List.of(
            "rig",
            "split",
            "clips",
            "pictures",
            "unseen",
            "length_m",
            "chamfer_%",
            "floor_%",
            "camera_%",
            "mask_iou",
            "q_cm",
            "turned");

    private static final List<String> NOTES = List.of(
            "chamfer: all layers' points against points all over the true surface after similarity alignment and ICP,"
                    + " the better of straight and half turned; floor: the same for exact maps.",
            "camera: in the camera's frame, placed by the pixels' rays, nothing aligned. Percent of the animal's own"
                    + " length, nose to root of the tail at rest. mask_iou: layer 0 on the map.",
            "q: median distance of visible Q from the carried one, cm of the template. turned: Q fits better half"
                    + " turned around. mean: over the rigs of split measure.");

    private RigTable() {}

    /** @param scores by the rig's name, in the table's order */
    public static Table of(Map<String, RigScore> scores) {
        List<List<Object>> rows = new ArrayList<>();
        List<List<Object>> measured = new ArrayList<>();
        scores.forEach((name, score) -> {
            List<Object> row = row(name, score);
            rows.add(row);
            if (score.split() == RigSplit.MEASURE) {
                measured.add(row);
            }
        });
        if (!measured.isEmpty()) {
            Table mean = new Table("", COLUMNS, measured, List.of()).withMean();
            rows.add(mean.rows().get(measured.size()));
        }
        return new Table("Foreign rigs, posed by their own clips", COLUMNS, rows, NOTES);
    }

    /** The figure that has a bar, over the rigs of split measure. */
    public static Bar bar(Map<String, RigScore> scores) {
        double mean = scores.values().stream()
                .filter(score -> score.split() == RigSplit.MEASURE)
                .mapToDouble(RigScore::alignedPercent)
                .filter(percent -> !Double.isNaN(percent))
                .average()
                .orElse(Double.NaN);
        return Bar.atMost("foreign rigs: chamfer, % of body length", mean, 2.5);
    }

    private static List<Object> row(String name, RigScore s) {
        List<String> clips = s.clips().stream()
                .map(clip -> clip.substring(clip.lastIndexOf('|') + 1))
                .toList();
        return List.of(
                name,
                s.split().name().toLowerCase(java.util.Locale.ROOT),
                String.join("+", clips),
                s.pictures(),
                s.unseen(),
                s.bodyLengthMetres(),
                s.alignedPercent(),
                s.floorPercent(),
                s.placedPercent(),
                s.maskIou(),
                s.canonicalCm(),
                s.turned());
    }
}
