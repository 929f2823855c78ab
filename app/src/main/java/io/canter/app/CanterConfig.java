package io.canter.app;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Every setting with its default; {@code config/canter.yaml} is its manual and a test keeps the two equal. */
@ConfigMapping(prefix = "canter")
public interface CanterConfig {
    Source source();

    Inference inference();

    Tracking tracking();

    Server server();

    interface Source {
        @WithDefault("40")
        float fovDegrees();
    }

    interface Inference {
        @WithDefault("cpu")
        String provider();

        @WithDefault("0")
        int threads();

        @WithDefault("0.1")
        float scoreMin();

        @WithDefault("5")
        int searchEvery();

        @WithDefault("none")
        String detector();

        @WithDefault("off")
        String motion();

        @WithDefault("off-line")
        String mirrored();
    }

    interface Tracking {
        @WithDefault("1.5")
        float withersHeightMetres();

        @WithDefault("1")
        int subjectsMax();

        @WithDefault("2")
        int latencyFrames();
    }

    interface Server {
        @WithDefault("127.0.0.1")
        String host();

        @WithDefault("8080")
        int port();

        @WithDefault("960")
        int videoWidth();

        @WithDefault("80")
        int jpegQuality();

        @WithDefault("0")
        int predictMillis();
    }
}
