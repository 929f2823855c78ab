package io.canter.inference;

import java.util.Locale;

/** Where ONNX Runtime computes. */
public enum Provider {
    CPU("CPUExecutionProvider"),
    CUDA("CUDAExecutionProvider");

    private final String runtimeName;

    Provider(String runtimeName) {
        this.runtimeName = runtimeName;
    }

    /** The name that ONNX Runtime gives it in its profiles. */
    String runtimeName() {
        return runtimeName;
    }

    /**
     * Reads {@code cpu} or {@code cuda}.
     *
     * @throws IllegalArgumentException for anything else
     */
    public static Provider parse(String name) {
        for (Provider provider : values()) {
            if (provider.name().equalsIgnoreCase(name)) {
                return provider;
            }
        }
        throw new IllegalArgumentException("provider must be cpu or cuda, was " + name);
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
