package io.canter.inference;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.TensorInfo;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a model file promises: five tensors or six, and some metadata. Whatever keeps it can be loaded.
 *
 * <pre>
 * image      N x 3 x S x S      RGB, 0..1, N dynamic
 * prior      N x 4 x s x s      may be missing: what is expected, Q of the visible layer and whether it is there, else 0
 * canonical  N x L x 3 x s x s  Q, template frame, metres
 * posed      N x L x 3 x s x s  P, crop camera's axes, origin in the root joint, template metres
 * occupancy  N x L x s x s      probability that crossing l exists
 * confidence N x L x s x s      1 + exp(raw)
 * </pre>
 *
 * @param family kind of animal, such as {@code quadruped}
 * @param template id of the rig whose rest frame Q lives in
 * @param imageSize S
 * @param mapSize s
 * @param layers L
 * @param prior whether the network has that input
 * @param metadata all of the file's {@code canter.*} properties
 */
public record ModelContract(
        String family,
        String template,
        int imageSize,
        int mapSize,
        int layers,
        boolean prior,
        Map<String, String> metadata) {
    /** The version of this contract; files name it as {@code canter.contract}. */
    public static final int VERSION = 1;

    public static final String IMAGE = "image";
    public static final String PRIOR = "prior";
    public static final String CANONICAL = "canonical";
    public static final String POSED = "posed";
    public static final String OCCUPANCY = "occupancy";
    public static final String CONFIDENCE = "confidence";

    /** Greater than any input that is of use, small enough that a malicious file cannot ask for gigabytes. */
    private static final int IMAGE_SIZE_MAX = 1024;

    private static final int LAYERS_MAX = 16;
    private static final String PREFIX = "canter.";

    public ModelContract {
        metadata = Map.copyOf(metadata);
    }

    /**
     * Checks a file's tensors and metadata.
     *
     * @throws ModelException naming the first tensor or property that breaks the contract, and its value
     */
    static ModelContract check(
            Map<String, NodeInfo> inputs,
            Map<String, NodeInfo> outputs,
            Map<String, String> properties,
            Optional<String> templateWanted) {
        Map<String, String> metadata = new TreeMap<>();
        properties.forEach((key, value) -> {
            if (key.startsWith(PREFIX)) {
                metadata.put(key, value);
            }
        });
        expect(metadata, "canter.contract", Integer.toString(VERSION));
        expect(metadata, "canter.units", "metres");
        expect(metadata, "canter.posed_origin", "root");
        String family = property(metadata, "canter.family");
        String template = property(metadata, "canter.template");
        property(metadata, "canter.licence");
        property(metadata, "canter.provenance");
        if (templateWanted.isPresent() && !templateWanted.get().equals(template)) {
            throw new ModelException("model is trained for template " + template + ", this rig is "
                    + templateWanted.get() + ": use the model that belongs to the rig");
        }
        int imageSize = size(metadata, "canter.input_size", IMAGE_SIZE_MAX);
        int mapSize = size(metadata, "canter.map_size", imageSize);
        int layers = size(metadata, "canter.layers", LAYERS_MAX);
        boolean prior = inputs.containsKey(PRIOR);
        if (inputs.size() != (prior ? 2 : 1)) {
            throw new ModelException(
                    "model has inputs " + inputs.keySet() + ", the contract has image, and prior where it is used");
        }
        tensor("input", inputs, IMAGE, -1, 3, imageSize, imageSize);
        if (prior) {
            tensor("input", inputs, PRIOR, -1, Prior.CHANNELS, mapSize, mapSize);
        }
        tensor("output", outputs, CANONICAL, -1, layers, 3, mapSize, mapSize);
        tensor("output", outputs, POSED, -1, layers, 3, mapSize, mapSize);
        tensor("output", outputs, OCCUPANCY, -1, layers, mapSize, mapSize);
        tensor("output", outputs, CONFIDENCE, -1, layers, mapSize, mapSize);
        return new ModelContract(family, template, imageSize, mapSize, layers, prior, metadata);
    }

    private static void tensor(String kind, Map<String, NodeInfo> tensors, String name, long... shape) {
        NodeInfo node = tensors.get(name);
        if (node == null) {
            throw new ModelException("model has no " + kind + " named " + name + ", only " + tensors.keySet());
        }
        if (!(node.getInfo() instanceof TensorInfo info)) {
            throw new ModelException(kind + " " + name + " is no tensor but " + node.getInfo());
        }
        if (info.type != OnnxJavaType.FLOAT) {
            throw new ModelException(kind + " " + name + " holds " + info.type + ", the contract wants FLOAT");
        }
        if (!Arrays.equals(info.getShape(), shape)) {
            throw new ModelException(kind + " " + name + " has shape " + Arrays.toString(info.getShape())
                    + ", the contract and the file's metadata want " + Arrays.toString(shape) + " (-1: dynamic)");
        }
    }

    private static String property(Map<String, String> metadata, String key) {
        String value = metadata.get(key);
        if (value == null || value.isBlank()) {
            throw new ModelException("model has no metadata property " + key + ": export it with Canter's trainer");
        }
        return value;
    }

    private static void expect(Map<String, String> metadata, String key, String wanted) {
        String value = property(metadata, key);
        if (!value.equals(wanted)) {
            throw new ModelException("metadata property " + key + " is " + value + ", this version wants " + wanted);
        }
    }

    private static int size(Map<String, String> metadata, String key, int max) {
        String value = property(metadata, key);
        try {
            int size = Integer.parseInt(value);
            if (size >= 1 && size <= max) {
                return size;
            }
        } catch (NumberFormatException e) {
            throw new ModelException("metadata property " + key + " must be a whole number, was " + value, e);
        }
        throw new ModelException("metadata property " + key + " must be 1 to " + max + ", was " + value);
    }
}
