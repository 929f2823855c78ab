package io.canter.training.rigs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.canter.tracking.Skeleton;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Which joint of the template each joint of a foreign rig stands for. Several may stand for one; joints that are not
 * named move with their nearest mapped ancestor, or with the nearest mapped joint. As a file it is JSON:
 *
 * <pre>{"joints": {"FrontUpperLeg.L": "humerus_l", "Head": "head"}}</pre>
 *
 * @param joints template joint by foreign joint
 */
public record JointMapping(Map<String, String> joints) {
    /** Without these a surface cannot be carried; of every leg, two joints at least. */
    private static final String[] LEGS = {
        "left front leg: scapula_l humerus_l radius_l metacarpus_l fore_pastern_l fore_foot_l",
        "right front leg: scapula_r humerus_r radius_r metacarpus_r fore_pastern_r fore_foot_r",
        "left hind leg: femur_l tibia_l metatarsus_l hind_pastern_l hind_foot_l",
        "right hind leg: femur_r tibia_r metatarsus_r hind_pastern_r hind_foot_r"
    };

    public JointMapping {
        joints = Collections.unmodifiableMap(new LinkedHashMap<>(joints));
    }

    /** Reads a mapping file. */
    public static JointMapping read(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new RigImportException(file.toString(), "", "does not exist; give a mapping as JSON");
        }
        JsonNode root;
        try {
            root = new ObjectMapper().readTree(file.toFile());
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new RigImportException(file.toString(), "", "is no JSON: " + e.getOriginalMessage());
        }
        return of(file.toString(), root);
    }

    /** @param file for messages */
    static JointMapping of(String file, JsonNode root) throws RigImportException {
        JsonNode joints = root == null ? null : root.get("joints");
        if (joints == null || !joints.isObject() || joints.isEmpty()) {
            throw new RigImportException(
                    file, "joints", "must be an object that gives a template joint for each joint of the rig");
        }
        Map<String, String> map = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> entry : joints.properties()) {
            if (!entry.getValue().isTextual()) {
                throw new RigImportException(
                        file,
                        "joint " + entry.getKey(),
                        "is " + entry.getValue() + ", must be a template joint's name");
            }
            map.put(entry.getKey(), entry.getValue().asText());
        }
        return new JointMapping(map);
    }

    /** As a file has it. */
    public String json() throws IOException {
        return new ObjectMapper()
                .enable(SerializationFeature.INDENT_OUTPUT)
                .writeValueAsString(Map.of("joints", joints));
    }

    /**
     * For every joint of the model the template joint, or -1.
     *
     * @param source of this mapping, for messages
     * @throws RigImportException naming the joint that is not there, or what is missing
     */
    int[] indices(SkinnedModel model, Skeleton template, String source) throws RigImportException {
        int[] out = indices(model.joints(), template, source);
        require(source);
        return out;
    }

    /**
     * The same for motion, which may leave parts of the body alone.
     *
     * @param names of the joints that move
     * @throws RigImportException naming the joint that is not there
     */
    int[] indices(java.util.List<String> names, Skeleton template, String source) throws RigImportException {
        int[] out = new int[names.size()];
        java.util.Arrays.fill(out, -1);
        for (Map.Entry<String, String> entry : joints.entrySet()) {
            int joint = names.indexOf(entry.getKey());
            if (joint < 0) {
                throw new RigImportException(
                        source, "joint " + entry.getKey(), "is not in the rig, which has " + names);
            }
            out[joint] = template.names().indexOf(entry.getValue());
            if (out[joint] < 0) {
                throw new RigImportException(
                        source,
                        "joint " + entry.getKey(),
                        "is mapped to " + entry.getValue() + ", which the template has not; it has "
                                + template.names());
            }
        }
        return out;
    }

    private void require(String source) throws RigImportException {
        for (String leg : LEGS) {
            String[] parts = leg.split(": ");
            java.util.Set<String> wanted = new java.util.HashSet<>(java.util.List.of(parts[1].split(" ")));
            wanted.retainAll(joints.values());
            if (wanted.size() < 2) {
                throw new RigImportException(
                        source,
                        parts[0],
                        "has " + wanted.size() + " joints, must have at least 2 of " + parts[1]
                                + "; give them with --mapping FILE");
            }
        }
        if (!joints.containsValue("head")) {
            throw new RigImportException(source, "head", "no joint stands for it; give it with --mapping FILE");
        }
    }
}
