package io.canter.inference;

import ai.onnx.proto.OnnxMl;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Small ONNX graphs that keep the contract and whose answers can be worked out by hand. The image's 2 x 2 means are
 * carried through 1 x 1 convolutions: canonical = means, posed = -means, occupancy = sigmoid(20 (red - green) - 10),
 * confidence = 1 + exp(blue); each layer l is that plus l where it is a coordinate. With a prior, canonical is that plus the
 * prior's Q.
 */
final class TestModels {
    static final int IMAGE = 16;
    static final int MAP = 8;
    static final int LAYERS = 2;

    /** What to do differently; each entry replaces one value of a sound model. */
    static final class Recipe {
        final Map<String, String> metadata = new LinkedHashMap<>(Map.of(
                "canter.contract", "1",
                "canter.family", "quadruped",
                "canter.template", "test-1",
                "canter.input_size", Integer.toString(IMAGE),
                "canter.map_size", Integer.toString(MAP),
                "canter.layers", Integer.toString(LAYERS),
                "canter.units", "metres",
                "canter.posed_origin", "root",
                "canter.licence", "Apache-2.0",
                "canter.provenance", "written by a test"));
        final Map<String, String> names = new LinkedHashMap<>(Map.of(
                "image", "image",
                "canonical", "canonical",
                "posed", "posed",
                "occupancy", "occupancy",
                "confidence", "confidence"));
        int layers = LAYERS;
        int imageSize = IMAGE;
        long batch = -1;
        /** Channels of its prior; none: it has no such input. */
        int priorChannels;

        float canonicalScale = 1;

        byte[] build() {
            return TestModels.build(this).toByteArray();
        }

        ModelFile file() {
            return new ModelFile("test.onnx", build());
        }
    }

    private TestModels() {}

    static Recipe sound() {
        return new Recipe();
    }

    private static OnnxMl.ModelProto build(Recipe recipe) {
        OnnxMl.GraphProto.Builder graph = OnnxMl.GraphProto.newBuilder().setName("test");
        int map = recipe.imageSize / 2;
        graph.addInput(value(recipe.names.get("image"), recipe.batch, 3, recipe.imageSize, recipe.imageSize));
        graph.addNode(node("AveragePool", List.of(recipe.names.get("image")), "means")
                .addAttribute(ints("kernel_shape", 2, 2))
                .addAttribute(ints("strides", 2, 2)));
        int l = recipe.layers;
        float[] same = new float[l * 3 * 3];
        float[] minus = new float[l * 3 * 3];
        float[] offset = new float[l * 3];
        float[] redness = new float[l * 3];
        float[] blueness = new float[l * 3];
        float[] bias = new float[l];
        for (int layer = 0; layer < l; layer++) {
            for (int c = 0; c < 3; c++) {
                same[(layer * 3 + c) * 3 + c] = recipe.canonicalScale;
                minus[(layer * 3 + c) * 3 + c] = -1;
                offset[layer * 3 + c] = layer;
            }
            redness[layer * 3] = 20;
            redness[layer * 3 + 1] = -20;
            bias[layer] = -10;
            blueness[layer * 3 + 2] = 1;
        }
        conv(graph, "q", same, offset, 3 * l);
        String canonical = "q";
        if (recipe.priorChannels > 0) {
            graph.addInput(
                    value(recipe.names.getOrDefault("prior", "prior"), recipe.batch, recipe.priorChannels, map, map));
            float[] known = new float[l * 3 * recipe.priorChannels];
            for (int row = 0; row < 3 * l; row++) {
                known[row * recipe.priorChannels + row % 3] = 1;
            }
            graph.addInitializer(floats("k_w", known, 3 * l, recipe.priorChannels, 1, 1));
            graph.addNode(node("Conv", List.of(recipe.names.getOrDefault("prior", "prior"), "k_w"), "k"));
            graph.addNode(node("Add", List.of("q", "k"), "both"));
            canonical = "both";
        }
        conv(graph, "p", minus, offset, 3 * l);
        conv(graph, "o", redness, bias, l);
        conv(graph, "c", blueness, new float[l], l);
        graph.addInitializer(longs("shape", 0, l, 3, map, map));
        graph.addNode(node("Reshape", List.of(canonical, "shape"), recipe.names.get("canonical")));
        graph.addNode(node("Reshape", List.of("p", "shape"), recipe.names.get("posed")));
        graph.addNode(node("Sigmoid", List.of("o"), recipe.names.get("occupancy")));
        graph.addNode(node("Exp", List.of("c"), "exp"));
        graph.addInitializer(floats("one", new float[] {1}, 1));
        graph.addNode(node("Add", List.of("exp", "one"), recipe.names.get("confidence")));
        graph.addOutput(value(recipe.names.get("canonical"), recipe.batch, l, 3, map, map));
        graph.addOutput(value(recipe.names.get("posed"), recipe.batch, l, 3, map, map));
        graph.addOutput(value(recipe.names.get("occupancy"), recipe.batch, l, map, map));
        graph.addOutput(value(recipe.names.get("confidence"), recipe.batch, l, map, map));
        OnnxMl.ModelProto.Builder model = OnnxMl.ModelProto.newBuilder()
                .setIrVersion(8)
                .addOpsetImport(OnnxMl.OperatorSetIdProto.newBuilder().setVersion(17))
                .setGraph(graph);
        recipe.metadata.forEach((key, value) -> model.addMetadataProps(
                OnnxMl.StringStringEntryProto.newBuilder().setKey(key).setValue(value)));
        return model.build();
    }

    private static void conv(
            OnnxMl.GraphProto.Builder graph, String name, float[] weights, float[] bias, int channels) {
        graph.addInitializer(floats(name + "_w", weights, channels, 3, 1, 1));
        graph.addInitializer(floats(name + "_b", bias, channels));
        graph.addNode(node("Conv", List.of("means", name + "_w", name + "_b"), name));
    }

    private static OnnxMl.NodeProto.Builder node(String type, List<String> inputs, String output) {
        return OnnxMl.NodeProto.newBuilder()
                .setOpType(type)
                .setName(type + "_" + output)
                .addAllInput(inputs)
                .addOutput(output);
    }

    private static OnnxMl.AttributeProto ints(String name, long... values) {
        OnnxMl.AttributeProto.Builder attribute =
                OnnxMl.AttributeProto.newBuilder().setName(name).setType(OnnxMl.AttributeProto.AttributeType.INTS);
        for (long value : values) {
            attribute.addInts(value);
        }
        return attribute.build();
    }

    private static OnnxMl.TensorProto floats(String name, float[] values, long... shape) {
        OnnxMl.TensorProto.Builder tensor = OnnxMl.TensorProto.newBuilder()
                .setName(name)
                .setDataType(OnnxMl.TensorProto.DataType.FLOAT.getNumber());
        for (long dimension : shape) {
            tensor.addDims(dimension);
        }
        List<Float> boxed = new ArrayList<>();
        for (float value : values) {
            boxed.add(value);
        }
        return tensor.addAllFloatData(boxed).build();
    }

    private static OnnxMl.TensorProto longs(String name, long... values) {
        OnnxMl.TensorProto.Builder tensor = OnnxMl.TensorProto.newBuilder()
                .setName(name)
                .setDataType(OnnxMl.TensorProto.DataType.INT64.getNumber())
                .addDims(values.length);
        for (long value : values) {
            tensor.addInt64Data(value);
        }
        return tensor.build();
    }

    private static OnnxMl.ValueInfoProto value(String name, long... shape) {
        OnnxMl.TensorShapeProto.Builder dimensions = OnnxMl.TensorShapeProto.newBuilder();
        for (long dimension : shape) {
            OnnxMl.TensorShapeProto.Dimension.Builder d = OnnxMl.TensorShapeProto.Dimension.newBuilder();
            dimensions.addDim(dimension < 0 ? d.setDimParam("N") : d.setDimValue(dimension));
        }
        return OnnxMl.ValueInfoProto.newBuilder()
                .setName(name)
                .setType(OnnxMl.TypeProto.newBuilder()
                        .setTensorType(OnnxMl.TypeProto.Tensor.newBuilder()
                                .setElemType(OnnxMl.TensorProto.DataType.FLOAT.getNumber())
                                .setShape(dimensions)))
                .build();
    }
}
