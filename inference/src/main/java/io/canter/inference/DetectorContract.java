package io.canter.inference;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.TensorInfo;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What a user's own detector or segmenter promises; {@code docs/detector.md} is its manual.
 *
 * <pre>
 * image            N x 3 x H x W   RGB of the whole frame, 0..1; the only input, whatever its name
 * boxes, scores    K x 4, K        0..1 of the picture's width and height; a leading 1 is allowed for both
 * or mask          1 x H' x W'     probability that an animal is there; a leading 1 is allowed
 * </pre>
 *
 * @param input name of the input
 * @param width of the input in pixels, 0 if the file leaves it open; likewise height
 * @param boxes name of the output with boxes; empty for a segmenter
 * @param scores name of the output with their scores; empty for a segmenter
 * @param mask name of the output with the mask; empty for a detector
 * @param format how a box's four numbers are meant
 * @param scoreMin least score of a box, or probability of a mask's pixel
 */
record DetectorContract(
        String input,
        int width,
        int height,
        Optional<String> boxes,
        Optional<String> scores,
        Optional<String> mask,
        BoxFormat format,
        float scoreMin) {
    private static final String PREFIX = "canter.detector.";
    private static final int EDGE_MIN = 16;

    /** Beyond this the picture costs more than the search that it should save. */
    private static final int EDGE_MAX = 2048;

    private static final String BOX_SCORE_MIN = "0.3";
    private static final String MASK_SCORE_MIN = "0.5";

    /** Left, top, right, bottom; or left, top, width, height; or centre and width, height. */
    enum BoxFormat {
        XYXY,
        XYWH,
        CXCYWH
    }

    /** @throws ModelException naming the tensor or property that breaks the contract, and its value */
    static DetectorContract check(
            Map<String, NodeInfo> inputs, Map<String, NodeInfo> outputs, Map<String, String> metadata) {
        if (inputs.size() != 1) {
            throw new ModelException("has inputs " + inputs.keySet() + ", a detector has one picture alone");
        }
        String input = inputs.keySet().iterator().next();
        long[] shape = floats("input " + input, inputs.get(input));
        if (shape.length != 4 || shape[0] > 1 || shape[1] != 3) {
            throw new ModelException("input " + input + " has shape " + Arrays.toString(shape)
                    + ", the plug-in contract wants N x 3 x H x W with N of 1 or open");
        }
        int height = edge(input, shape[2]);
        int width = edge(input, shape[3]);
        String mask = metadata.getOrDefault(PREFIX + "mask", "mask");
        if (outputs.containsKey(mask)) {
            long[] size = floats("output " + mask, outputs.get(mask));
            if (size.length < 3 || size.length > 4 || size[0] > 1 || size[size.length - 3] > 1) {
                throw new ModelException("output " + mask + " has shape " + Arrays.toString(size)
                        + ", the plug-in contract wants 1 x H x W or 1 x 1 x H x W");
            }
            return new DetectorContract(
                    input,
                    width,
                    height,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.of(mask),
                    BoxFormat.XYXY,
                    scoreMin(metadata, MASK_SCORE_MIN));
        }
        String boxes = metadata.getOrDefault(PREFIX + "boxes", "boxes");
        String scores = metadata.getOrDefault(PREFIX + "scores", "scores");
        for (String name : List.of(boxes, scores)) {
            if (!outputs.containsKey(name)) {
                throw new ModelException("has outputs " + outputs.keySet() + " and none named " + name
                        + ": a detector gives boxes and scores, a segmenter gives mask; where yours are named"
                        + " otherwise, say so in the metadata " + PREFIX + "boxes, .scores or .mask");
            }
        }
        long[] size = floats("output " + boxes, outputs.get(boxes));
        if (size.length < 2
                || size.length > 3
                || (size[size.length - 1] != 4 && size[size.length - 1] >= 0)
                || (size.length == 3 && size[0] > 1)) {
            throw new ModelException("output " + boxes + " has shape " + Arrays.toString(size)
                    + ", the plug-in contract wants K x 4 or 1 x K x 4");
        }
        floats("output " + scores, outputs.get(scores));
        return new DetectorContract(
                input,
                width,
                height,
                Optional.of(boxes),
                Optional.of(scores),
                Optional.empty(),
                format(metadata.getOrDefault(PREFIX + "box_format", "xyxy")),
                scoreMin(metadata, BOX_SCORE_MIN));
    }

    private static long[] floats(String tensor, NodeInfo node) {
        if (!(node.getInfo() instanceof TensorInfo info)) {
            throw new ModelException(tensor + " is no tensor but " + node.getInfo());
        }
        if (info.type != OnnxJavaType.FLOAT) {
            throw new ModelException(tensor + " holds " + info.type + ", the plug-in contract wants FLOAT");
        }
        return info.getShape();
    }

    private static int edge(String input, long edge) {
        if (edge >= 0 && (edge < EDGE_MIN || edge > EDGE_MAX)) {
            throw new ModelException("input " + input + " has an edge of " + edge + " pixels, must be " + EDGE_MIN
                    + " to " + EDGE_MAX + " or open");
        }
        return (int) Math.max(0, edge);
    }

    private static BoxFormat format(String value) {
        for (BoxFormat format : BoxFormat.values()) {
            if (format.name().toLowerCase(Locale.ROOT).equals(value)) {
                return format;
            }
        }
        throw new ModelException(
                "metadata property " + PREFIX + "box_format is " + value + ", must be xyxy, xywh or cxcywh");
    }

    private static float scoreMin(Map<String, String> metadata, String otherwise) {
        String value = metadata.getOrDefault(PREFIX + "score_min", otherwise);
        try {
            float score = Float.parseFloat(value);
            if (score >= 0 && score <= 1) {
                return score;
            }
        } catch (NumberFormatException e) {
            // Told below, as for a number out of range.
        }
        throw new ModelException("metadata property " + PREFIX + "score_min is " + value + ", must be 0 to 1");
    }
}
