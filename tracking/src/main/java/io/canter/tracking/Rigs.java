package io.canter.tracking;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** The rigs that ship with Canter. */
public final class Rigs {
    private Rigs() {}

    /** The quadruped family's rig; loaded once. */
    public static Rig quadruped() {
        return Quadruped.RIG;
    }

    /** Loaded on first use, by the JVM's own class initialisation lock. */
    private static final class Quadruped {
        static final Rig RIG = load("quadruped.glb");
    }

    private static Rig load(String resource) {
        try (InputStream in = Rigs.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("resource " + resource + " is missing from the tracking jar");
            }
            return RigFile.read(in, resource);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
