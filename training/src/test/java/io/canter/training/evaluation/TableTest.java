package io.canter.training.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class TableTest {
    private final Table table = new Table(
                    "Title",
                    List.of("clip", "frames", "iou", "pck"),
                    List.of(List.of("a", 3, 0.5, Double.NaN), List.of("longer", 12, 0.25, 1.0)),
                    List.of("note"))
            .withMean();

    @Test
    void meansAreTakenOverWhatIsThere() {
        assertThat(table.rows().get(2)).isEqualTo(List.of("mean", "", 0.375, 1.0));
        assertThat(table.values().get(0)).containsEntry("pck", null).containsEntry("iou", 0.5);
    }

    @Test
    void columnsAreAligned() {
        assertThat(table.text().lines())
                .containsExactly(
                        "Title",
                        "clip    frames    iou    pck",
                        "a            3  0.500      -",
                        "longer      12  0.250  1.000",
                        "mean            0.375  1.000",
                        "  note");
    }

    @Test
    void rowsHaveAValueAColumn() {
        assertThatThrownBy(() -> new Table("t", List.of("a"), List.of(List.of(1, 2)), List.of()))
                .hasMessageContaining("1 columns");
    }
}
