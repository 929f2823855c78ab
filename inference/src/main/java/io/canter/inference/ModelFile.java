package io.canter.inference;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A model's bytes, not yet checked.
 *
 * @param name file name, for messages
 */
public record ModelFile(String name, byte[] bytes) {
    /** The model that ships with Canter. */
    public static final String SHIPPED = "/io/canter/inference/quadruped-small.onnx";

    /** A file beyond this is not one of ours; it is read into memory whole. */
    private static final long BYTES_MAX = 1L << 30;

    public ModelFile {
        if (bytes.length == 0) {
            throw new ModelException("model " + name + " is empty");
        }
    }

    /**
     * Reads a file.
     *
     * @throws ModelException if it is missing, unreadable, empty or far too large
     */
    public static ModelFile read(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new ModelException("model " + file + " is no file: give the path of an .onnx file");
        }
        try {
            long size = Files.size(file);
            if (size > BYTES_MAX) {
                throw new ModelException("model " + file + " has " + size + " bytes, at most " + BYTES_MAX
                        + " are read: give the path of an .onnx file");
            }
            return new ModelFile(file.toString(), Files.readAllBytes(file));
        } catch (IOException e) {
            throw new ModelException("model " + file + " cannot be read: " + ModelException.firstLine(e), e);
        }
    }

    /** True if this build carries a trained model. */
    public static boolean hasShipped() {
        return ModelFile.class.getResource(SHIPPED) != null;
    }

    /**
     * Reads the model that ships with Canter.
     *
     * @throws ModelException if this build carries none
     */
    public static ModelFile shipped() {
        try (InputStream in = ModelFile.class.getResourceAsStream(SHIPPED)) {
            if (in == null) {
                throw new ModelException("this build carries no model " + SHIPPED
                        + ": train one with training/train.sh and name its file");
            }
            return new ModelFile(SHIPPED.substring(SHIPPED.lastIndexOf('/') + 1), in.readAllBytes());
        } catch (IOException e) {
            throw new ModelException("model " + SHIPPED + " cannot be read: " + ModelException.firstLine(e), e);
        }
    }
}
