package io.canter.inference;

/** A model that cannot be used; the message is one line that names the value at fault and what to do. */
public final class ModelException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public ModelException(String message) {
        super(message);
    }

    public ModelException(String message, Throwable cause) {
        super(message, cause);
    }

    /** The first line of a foreign error, as ONNX Runtime's may run over many. */
    static String firstLine(Throwable error) {
        String message = String.valueOf(error.getMessage());
        return message.lines().findFirst().orElse(error.getClass().getSimpleName());
    }
}
