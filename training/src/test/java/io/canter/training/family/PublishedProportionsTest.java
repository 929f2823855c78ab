package io.canter.training.family;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

/** What docs/bodies.md says of the presets is what they give, and its verdicts are right. */
class PublishedProportionsTest {
    private static final Path DOC = Path.of("..", "docs", "bodies.md");
    private static final double BODY_LENGTH = 1.5;
    private static final int DRAWS = 400;

    private static final Map<String, ToDoubleFunction<Proportions>> MEASURES = Map.of(
            "withers height / body length", p -> p.get(Trait.WITHERS_TOP) / BODY_LENGTH,
            "chest depth / withers height",
                    p -> (p.get(Trait.WITHERS_TOP) - p.get(Trait.CHEST_BOTTOM)) / p.get(Trait.WITHERS_TOP),
            "head length / body length", p -> p.get(Trait.HEAD_LENGTH) / BODY_LENGTH,
            "head length / withers height", p -> p.get(Trait.HEAD_LENGTH) / p.get(Trait.WITHERS_TOP));

    private static final List<String> BONES = List.of(
            "humerus_l radius_l",
            "radius_l metacarpus_l",
            "metacarpus_l fore_pastern_l",
            "femur_l tibia_l",
            "tibia_l metatarsus_l",
            "metatarsus_l hind_pastern_l");

    @Test
    void bodyMeasuresAreAsTheTableSays() throws IOException {
        int rows = 0;
        for (String[] cells : table()) {
            if (!MEASURES.containsKey(cells[1])) {
                continue;
            }
            rows++;
            String row = cells[0] + ", " + cells[1];
            double ours = MEASURES.get(cells[1]).applyAsDouble(Presets.get(cells[0]));
            assertThat(Double.parseDouble(cells[3])).as(row).isCloseTo(ours, within(6e-4));
            double[] published = range(cells[2]);
            double[] drawn = range(cells[4]);
            assertThat(drawn).as(row).containsExactly(drawn(cells[0], MEASURES.get(cells[1])), within(6e-4));
            boolean inside = ours > published[0] - 5e-4 && ours < published[1] + 5e-4;
            boolean reached = drawn[1] >= published[0] && drawn[0] <= published[1];
            assertThat(cells[5]).as(row).isEqualTo(inside ? "inside" : reached ? "outside, drawn at times" : "outside");
        }
        assertThat(rows).isGreaterThanOrEqualTo(8);
    }

    @Test
    void bonesAreAsTheTableSays() throws IOException {
        int cellsRead = 0;
        for (String[] cells : table()) {
            if (!Presets.NAMES.contains(cells[0]) || MEASURES.containsKey(cells[1])) {
                continue;
            }
            Proportions p = Presets.get(cells[0]);
            BodyPlan plan = new BodyPlan(p);
            for (int bone = 0; bone < BONES.size(); bone++) {
                String cell = cells[1 + bone];
                if (cell.contains("/")) {
                    String[] ends = BONES.get(bone).split(" ");
                    double ours = p.get(Trait.WITHERS_TOP) / distance(plan, ends[0], ends[1]);
                    assertThat(Double.parseDouble(cell.split("/")[1].strip()))
                            .as(cells[0] + ", " + BONES.get(bone))
                            .isCloseTo(ours, within(6e-3));
                    cellsRead++;
                }
            }
        }
        assertThat(cellsRead).isGreaterThanOrEqualTo(25);
    }

    private static double[] drawn(String species, ToDoubleFunction<Proportions> measure) {
        var random = RandomGeneratorFactory.of("L64X128MixRandom").create(1);
        double[] values = new double[DRAWS];
        for (int n = 0; n < DRAWS; n++) {
            values[n] = measure.applyAsDouble(Variation.around(Presets.get(species), random));
        }
        Arrays.sort(values);
        return new double[] {values[DRAWS / 20], values[DRAWS - 1 - DRAWS / 20]};
    }

    /** "0.88 to 0.97", or one number. */
    private static double[] range(String cell) {
        String[] ends = cell.split(" to ");
        return new double[] {Double.parseDouble(ends[0]), Double.parseDouble(ends[ends.length - 1])};
    }

    private static List<String[]> table() throws IOException {
        return Files.readAllLines(DOC).stream()
                .filter(line -> line.startsWith("| "))
                .map(line -> Arrays.stream(
                                line.substring(1, line.lastIndexOf('|')).split("\\|"))
                        .map(String::strip)
                        .toArray(String[]::new))
                .toList();
    }

    private static double distance(BodyPlan plan, String from, String to) {
        double sum = 0;
        for (int k = 0; k < 3; k++) {
            double d = plan.jointAt(from, k) - plan.jointAt(to, k);
            sum += d * d;
        }
        return Math.sqrt(sum);
    }
}
