package io.canter.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.onnx.proto.OnnxMl;
import io.canter.ingest.Frame;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A user's own detector: tiny graphs whose answers are known. */
class DetectorTest {
    private static final int EDGE = 32;

    /** Gives fixed boxes and scores, whatever the picture. */
    private static ModelFile boxes(float[] boxes, float[] scores, Map<String, String> metadata) {
        OnnxMl.GraphProto.Builder graph = graph();
        constant(graph, "boxes", boxes, boxes.length / 4, 4);
        constant(graph, "scores", scores, scores.length);
        return file(graph, metadata);
    }

    /** Takes red for an animal: mask = red - green. */
    private static ModelFile redness() {
        OnnxMl.GraphProto.Builder graph = graph();
        graph.addInitializer(tensor("weight", new float[] {1, -1, 0}, 1, 3, 1, 1));
        graph.addNode(OnnxMl.NodeProto.newBuilder()
                .setOpType("Conv")
                .addInput("picture")
                .addInput("weight")
                .addOutput("mask"));
        graph.addOutput(value("mask", OnnxMl.TensorProto.DataType.FLOAT, 1, 1, EDGE, EDGE));
        return file(graph, Map.of());
    }

    private static OnnxMl.GraphProto.Builder graph() {
        return OnnxMl.GraphProto.newBuilder()
                .setName("detector")
                .addInput(value("picture", OnnxMl.TensorProto.DataType.FLOAT, 1, 3, EDGE, EDGE));
    }

    private static void constant(OnnxMl.GraphProto.Builder graph, String name, float[] values, long... shape) {
        graph.addInitializer(tensor(name + "_fixed", values, shape));
        graph.addNode(OnnxMl.NodeProto.newBuilder()
                .setOpType("Identity")
                .addInput(name + "_fixed")
                .addOutput(name));
        graph.addOutput(value(name, OnnxMl.TensorProto.DataType.FLOAT, shape));
    }

    private static OnnxMl.TensorProto tensor(String name, float[] values, long... shape) {
        List<Float> boxed = new ArrayList<>();
        for (float value : values) {
            boxed.add(value);
        }
        OnnxMl.TensorProto.Builder tensor = OnnxMl.TensorProto.newBuilder()
                .setName(name)
                .setDataType(OnnxMl.TensorProto.DataType.FLOAT.getNumber())
                .addAllFloatData(boxed);
        for (long dimension : shape) {
            tensor.addDims(dimension);
        }
        return tensor.build();
    }

    private static OnnxMl.ValueInfoProto value(String name, OnnxMl.TensorProto.DataType type, long... shape) {
        OnnxMl.TensorShapeProto.Builder dimensions = OnnxMl.TensorShapeProto.newBuilder();
        for (long dimension : shape) {
            dimensions.addDim(OnnxMl.TensorShapeProto.Dimension.newBuilder().setDimValue(dimension));
        }
        return OnnxMl.ValueInfoProto.newBuilder()
                .setName(name)
                .setType(OnnxMl.TypeProto.newBuilder()
                        .setTensorType(OnnxMl.TypeProto.Tensor.newBuilder()
                                .setElemType(type.getNumber())
                                .setShape(dimensions)))
                .build();
    }

    private static ModelFile file(OnnxMl.GraphProto.Builder graph, Map<String, String> metadata) {
        OnnxMl.ModelProto.Builder model = OnnxMl.ModelProto.newBuilder()
                .setIrVersion(8)
                .addOpsetImport(OnnxMl.OperatorSetIdProto.newBuilder().setVersion(17))
                .setGraph(graph);
        metadata.forEach((key, text) -> model.addMetadataProps(
                OnnxMl.StringStringEntryProto.newBuilder().setKey(key).setValue(text)));
        return new ModelFile("mine.onnx", model.build().toByteArray());
    }

    private static List<Box> propose(ModelFile file) {
        try (Detector detector = Detector.load(file, ModelOptions.defaults());
                Frame frame = TestFrames.frame(200, 100, TestFrames.disc(150, 40, 20))) {
            return detector.propose(frame);
        }
    }

    @Test
    void givesBoxesInPixelsOfTheFrameTheSurestFirst() {
        float[] boxes = {0.1f, 0.2f, 0.3f, 0.6f, 0.5f, 0.5f, 1.2f, 1, 0, 0, 1, 1};
        List<Box> found = propose(boxes(boxes, new float[] {0.5f, 0.9f, 0.1f}, Map.of()));
        assertThat(found).hasSize(2);
        assertThat(found.get(0)).isEqualTo(new Box(100, 50, 100, 50));
        assertThat(found.get(1).x()).isCloseTo(20, within(1e-3f));
        assertThat(found.get(1).height()).isCloseTo(40, within(1e-3f));
    }

    @Test
    void readsTheFormatAndTheLeastScoreOfTheMetadata() {
        float[] box = {0.5f, 0.5f, 0.2f, 0.4f};
        Map<String, String> centred =
                Map.of("canter.detector.box_format", "cxcywh", "canter.detector.score_min", "0.05");
        Box found = propose(boxes(box, new float[] {0.1f}, centred)).get(0);
        assertThat(found.x()).isCloseTo(80, within(1e-3f));
        assertThat(found.y()).isCloseTo(30, within(1e-3f));
        assertThat(propose(boxes(box, new float[] {0.1f}, Map.of()))).isEmpty();
    }

    @Test
    void proposesFewAndNoneTwice() {
        float[] boxes = new float[4 * 40];
        float[] scores = new float[40];
        for (int k = 0; k < 40; k++) {
            boxes[4 * k] = (k % 20) / 20f;
            boxes[4 * k + 2] = boxes[4 * k] + 0.05f;
            boxes[4 * k + 3] = 1;
            scores[k] = 0.9f;
        }
        List<Box> found = propose(boxes(boxes, scores, Map.of()));
        assertThat(found).hasSize(Detector.PLACES_MAX).doesNotHaveDuplicates();
    }

    @Test
    void takesThePartsOfAMask() {
        List<Box> found = propose(redness());
        assertThat(found).hasSize(1);
        assertThat(found.get(0).overlap(new Box(130, 20, 40, 40))).isGreaterThan(0.6f);
    }

    @Test
    void namesTheTensorThatBreaksTheContract() {
        OnnxMl.GraphProto.Builder grey = OnnxMl.GraphProto.newBuilder()
                .setName("detector")
                .addInput(value("picture", OnnxMl.TensorProto.DataType.FLOAT, 1, 1, EDGE, EDGE));
        constant(grey, "boxes", new float[4], 1, 4);
        constant(grey, "scores", new float[1], 1);
        refuses(file(grey, Map.of()), "mine.onnx", "input picture has shape [1, 1, 32, 32]");

        OnnxMl.GraphProto.Builder odd = graph();
        constant(odd, "boxes", new float[5], 1, 5);
        constant(odd, "scores", new float[1], 1);
        refuses(file(odd, Map.of()), "output boxes has shape [1, 5]", "K x 4");

        OnnxMl.GraphProto.Builder named = graph();
        constant(named, "dets", new float[4], 1, 4);
        constant(named, "scores", new float[1], 1);
        refuses(file(named, Map.of()), "none named boxes", "canter.detector.boxes");
        assertThat(propose(file(named, Map.of("canter.detector.boxes", "dets"))))
                .isEmpty();

        refuses(
                boxes(new float[4], new float[1], Map.of("canter.detector.score_min", "high")),
                "canter.detector.score_min is high");
        refuses(
                boxes(new float[4], new float[1], Map.of("canter.detector.box_format", "yxyx")),
                "canter.detector.box_format is yxyx");
    }

    private static void refuses(ModelFile file, String... parts) {
        assertThatThrownBy(() -> Detector.load(file, ModelOptions.defaults()))
                .isInstanceOf(ModelException.class)
                .hasMessageContainingAll(parts)
                .hasMessageNotContaining("\n");
    }

    @Test
    void saysWhenBoxesAreInPixelsOrTheNumbersDoNotAgree() {
        assertThatThrownBy(() -> propose(boxes(new float[] {10, 10, 300, 90}, new float[] {1}, Map.of())))
                .isInstanceOf(ModelException.class)
                .hasMessageContainingAll("output boxes holds 300.0", "0..1");
        assertThatThrownBy(() -> propose(boxes(new float[8], new float[] {1}, Map.of())))
                .hasMessageContaining("there must be 4 for each score");
    }

    /** An animal too small for the whole frame's look and its tiles is found where a detector points. */
    @Test
    void leadsTheSearchToWhatItWouldMissAndInventsNothing() {
        float[] box = {0.845f, 0.38f, 0.905f, 0.46f};
        for (boolean there : new boolean[] {true, false}) {
            ModelFile file = boxes(box, new float[] {1}, Map.of());
            try (Frame frame = TestFrames.frame(1280, 720, TestFrames.disc(1120, 302, there ? 14 : 0));
                    Observer alone = new Observer(new RednessNetwork(8), ObserverOptions.defaults());
                    Observer led = new Observer(
                            new RednessNetwork(8),
                            ObserverOptions.defaults(),
                            Optional.of(Detector.load(file, ModelOptions.defaults())))) {
                assertThat(alone.observe(frame, Optional.empty()).detections()).isEmpty();
                List<Detection> found = led.observe(frame, Optional.empty()).detections();
                assertThat(found).hasSize(there ? 1 : 0);
                if (there) {
                    assertThat(found.get(0).box().overlap(new Box(1106, 288, 28, 28)))
                            .isGreaterThan(0.7f);
                }
            }
        }
    }
}
