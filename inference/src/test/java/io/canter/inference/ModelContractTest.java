package io.canter.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each violation is refused in one line that names the tensor or property and its value. */
class ModelContractTest {
    private static Arguments violation(Consumer<TestModels.Recipe> change, String... named) {
        return Arguments.of(change, named);
    }

    static Stream<Arguments> violations() {
        return Stream.of(
                violation(r -> r.metadata.remove("canter.contract"), "canter.contract"),
                violation(r -> r.metadata.put("canter.contract", "2"), "canter.contract", "2", "1"),
                violation(r -> r.metadata.remove("canter.template"), "canter.template"),
                violation(r -> r.metadata.put("canter.template", " "), "canter.template"),
                violation(r -> r.metadata.put("canter.units", "feet"), "canter.units", "feet", "metres"),
                violation(
                        r -> r.metadata.put("canter.posed_origin", "camera"), "canter.posed_origin", "camera", "root"),
                violation(r -> r.metadata.remove("canter.licence"), "canter.licence"),
                violation(r -> r.metadata.remove("canter.provenance"), "canter.provenance"),
                violation(r -> r.metadata.put("canter.layers", "four"), "canter.layers", "four"),
                violation(r -> r.metadata.put("canter.layers", "0"), "canter.layers", "0"),
                violation(r -> r.metadata.put("canter.layers", "1000000"), "canter.layers", "1000000"),
                violation(r -> r.metadata.put("canter.input_size", "100000"), "canter.input_size", "100000"),
                violation(r -> r.metadata.put("canter.input_size", "32"), "image", "16", "32"),
                violation(r -> r.metadata.put("canter.map_size", "16"), "canonical", "8", "16"),
                violation(r -> r.layers = 3, "canonical", "3", "2"),
                violation(r -> r.batch = 1, "image", "[1, 3, 16, 16]", "dynamic"),
                violation(r -> r.priorChannels = 3, "prior", "[-1, 3, 8, 8]", "[-1, 4, 8, 8]"),
                violation(
                        r -> {
                            r.priorChannels = 4;
                            r.names.put("prior", "before");
                        },
                        "before",
                        "prior"),
                violation(r -> r.names.put("image", "input"), "no input named image", "input"),
                violation(r -> r.names.put("posed", "pose"), "no output named posed", "pose"),
                violation(r -> r.names.put("confidence", "sure"), "no output named confidence", "sure"));
    }

    @ParameterizedTest
    @MethodSource("violations")
    void refusesABrokenModelWithItsReason(Consumer<TestModels.Recipe> change, String[] named) {
        TestModels.Recipe recipe = TestModels.sound();
        change.accept(recipe);
        assertThatThrownBy(() -> Model.load(recipe.file(), ModelOptions.defaults()))
                .isInstanceOf(ModelException.class)
                .hasMessageStartingWith("model test.onnx: ")
                .hasMessageNotContaining("\n")
                .hasMessageContainingAll(named);
    }

    @Test
    void refusesAModelOfAnotherTemplate() {
        ModelOptions options = ModelOptions.defaults().withTemplate("quadruped-7");
        assertThatThrownBy(() -> Model.load(TestModels.sound().file(), options))
                .isInstanceOf(ModelException.class)
                .hasMessageContainingAll("test-1", "quadruped-7");
    }

    @Test
    void takesAModelOfItsOwnTemplate() {
        ModelOptions options = ModelOptions.defaults().withTemplate("test-1");
        try (Model model = Model.load(TestModels.sound().file(), options)) {
            assertThat(model.contract().template()).isEqualTo("test-1");
        }
    }

    @Test
    void ignoresForeignMetadata() {
        TestModels.Recipe recipe = TestModels.sound();
        recipe.metadata.put("author", "somebody");
        try (Model model = Model.load(recipe.file(), ModelOptions.defaults())) {
            assertThat(model.contract().metadata()).doesNotContainKey("author");
        }
    }
}
