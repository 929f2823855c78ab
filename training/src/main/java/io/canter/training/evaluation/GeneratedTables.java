package io.canter.training.evaluation;

import io.canter.training.evaluation.Calibration.Group;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a {@link GeneratedScorer} has measured, as tables. */
public final class GeneratedTables {
    private static final String ALL = "all";

    private GeneratedTables() {}

    /** The tables by the name they have in JSON, in their order. */
    public static Map<String, Table> of(GeneratedScorer scorer) {
        Map<String, Table> tables = new LinkedHashMap<>();
        tables.put("generated_percent", maps(scorer, "percent of body length", 100 / scorer.bodyLengthMetres()));
        tables.put("generated_cm", maps(scorer, "cm", 100));
        tables.put("generated_masks", masks(scorer));
        tables.put("generated_joints", joints(scorer));
        tables.put("generated_locator", locator(scorer));
        tables.put("generated_calibration", calibration(scorer));
        return tables;
    }

    /** The figures that have a bar. */
    public static List<Bar> bars(GeneratedScorer scorer) {
        double percent = 100 / scorer.bodyLengthMetres();
        MapScore all = withAll(scorer).get(ALL);
        return List.of(
                Bar.atMost(
                        "generated: Q of the visible layer, median, % of body length",
                        percent * all.canonicalVisible.median(), 2.5),
                Bar.atMost(
                        "generated: P of the visible layer, median, % of body length",
                        percent * all.posedVisible.median(), 2.5),
                Bar.atMost(
                        "generated: P of all layers, median, % of body length",
                        percent * posed(all).median(), 4));
    }

    private static ErrorList posed(MapScore score) {
        ErrorList posed = new ErrorList();
        posed.addAll(score.posedVisible);
        posed.addAll(score.posedHidden);
        return posed;
    }

    private static Map<String, MapScore> withAll(GeneratedScorer scorer) {
        Map<String, MapScore> scores = new LinkedHashMap<>();
        MapScore all = new MapScore();
        scorer.species.forEach((name, score) -> {
            if (score.samples() > 0) {
                scores.put(name, score);
                all.addAll(score);
            }
        });
        scores.put(ALL, all);
        return scores;
    }

    private static Table maps(GeneratedScorer scorer, String unit, double factor) {
        List<List<Object>> rows = new ArrayList<>();
        withAll(scorer).forEach((name, s) -> {
            List<Object> row = new ArrayList<>(List.of(name, s.samples()));
            for (ErrorList errors :
                    List.of(s.canonicalVisible, s.canonicalHidden, s.posedVisible, s.posedHidden, posed(s))) {
                row.add(factor * errors.median());
                row.add(factor * errors.p95());
            }
            row.add(factor * s.chamfer.mean());
            rows.add(row);
        });
        return new Table(
                "Generated animals, held out: errors in " + unit,
                List.of(
                        "species",
                        "samples",
                        "q_vis",
                        "q_vis_p95",
                        "q_hid",
                        "q_hid_p95",
                        "p_vis",
                        "p_vis_p95",
                        "p_hid",
                        "p_hid_p95",
                        "p_all",
                        "p_all_p95",
                        "chamfer"),
                rows,
                List.of(
                        String.format(
                                "body length: nose to root of the tail of the template at rest, %.2f m. Medians and"
                                        + " 95th percentiles over all pixels where the true crossing exists.",
                                scorer.bodyLengthMetres()),
                        "vis: first crossing, hid: the others. chamfer: whole amodal clouds, root in one place, half"
                                + " the sum of both directions, mean over samples."));
    }

    private static Table masks(GeneratedScorer scorer) {
        List<List<Object>> rows = new ArrayList<>();
        withAll(scorer)
                .forEach((name, s) -> rows.add(List.of(
                        name,
                        s.samples(),
                        s.occupancyIou(0),
                        s.occupancyIou(1),
                        s.occupancyIou(2),
                        s.occupancyIou(3),
                        s.swappedLegs(),
                        s.turned(),
                        s.unseen())));
        return new Table(
                "Generated animals, held out: occupancy IoU by layer, sides",
                List.of("species", "samples", "iou_1", "iou_2", "iou_3", "iou_4", "legs_swapped", "turned", "unseen"),
                rows,
                List.of(
                        "legs_swapped: share of the visible legs (8 pixels or more) whose Q lies mostly on the other"
                                + " side's. turned: share of samples whose Q fits better half turned around.",
                        "unseen: samples in which the network finds nothing; they are left out of chamfer alone."));
    }

    private static Table joints(GeneratedScorer scorer) {
        List<List<Object>> rows = new ArrayList<>();
        rows.add(joints("articulated fit", scorer.articulated, scorer.bodyLengthMetres()));
        rows.add(joints("articulated fit, visible layer", scorer.visibleOnly, scorer.bodyLengthMetres()));
        rows.add(joints("bones aligned one by one", scorer.aligned, scorer.bodyLengthMetres()));
        return new Table(
                "Generated animals, held out: joints from the same maps",
                List.of("method", "samples", "missed", "mean_cm", "median_cm", "p95_cm", "mean_%", "median_%"),
                rows,
                List.of(
                        "mean distance of 37 joints with their means in one place, a single picture without a past;"
                                + " missed samples are left out.",
                        "bones aligned one by one: weighted Kabsch a bone, as the paper's authors do it; a bone with"
                                + " too few points moves with its parent."));
    }

    private static List<Object> joints(String name, JointScore score, double length) {
        ErrorList e = score.errors();
        return List.of(
                name,
                e.count(),
                score.missed(),
                100 * e.mean(),
                100 * e.median(),
                100 * e.p95(),
                100 * e.mean() / length,
                100 * e.median() / length);
    }

    private static Table locator(GeneratedScorer scorer) {
        return new Table(
                "Generated pictures, held out: animals believed",
                List.of("pictures", "count", "believed", "share"),
                List.of(
                        List.of(
                                "with an animal",
                                scorer.animals,
                                scorer.believed,
                                share(scorer.believed, scorer.animals)),
                        List.of(
                                "without (false animals)",
                                scorer.negatives,
                                scorer.falseAnimals,
                                share(scorer.falseAnimals, scorer.negatives))),
                List.of("believed: the crop's score is what a search asks for, or more."));
    }

    private static double share(int part, int whole) {
        return whole == 0 ? Double.NaN : (double) part / whole;
    }

    private static Table calibration(GeneratedScorer scorer) {
        List<Group> visible = scorer.calibrationVisible.groups();
        List<Group> hidden = scorer.calibrationHidden.groups();
        List<List<Object>> rows = new ArrayList<>();
        for (int g = 0; g < Math.min(visible.size(), hidden.size()); g++) {
            List<Object> row = new ArrayList<>(List.of(g + 1));
            for (Group group : List.of(visible.get(g), hidden.get(g))) {
                row.add(group.confidence());
                row.add(100 * group.promised());
                row.add(100 * group.found());
                row.add(100 * group.median());
            }
            rows.add(row);
        }
        return new Table(
                "Confidence, in tenths of the pixels: error of Q and P together, cm",
                List.of(
                        "tenth",
                        "vis_c",
                        "vis_promised",
                        "vis_found",
                        "vis_median",
                        "hid_c",
                        "hid_promised",
                        "hid_found",
                        "hid_median"),
                rows,
                List.of("promised: sqrt(2 / c), found: root mean square. Median error falls as confidence rises:"
                        + " visible " + yes(scorer.calibrationVisible) + ", hidden "
                        + yes(scorer.calibrationHidden) + "."));
    }

    private static String yes(Calibration calibration) {
        return calibration.falls() ? "yes, in every tenth" : "not in every tenth";
    }
}
