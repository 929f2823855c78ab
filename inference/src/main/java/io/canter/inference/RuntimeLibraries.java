package io.canter.inference;

import ai.onnxruntime.OnnxTensor;
import java.io.File;
import java.io.IOException;
import java.net.URL;
import org.bytedeco.javacpp.Loader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Unpacks ONNX Runtime's native libraries once, where JavaCPP keeps the others. By itself the runtime unpacks them at
 * every start (24 MB) and leaves a folder in the temporary directory behind.
 */
final class RuntimeLibraries {
    private static final Logger LOG = LoggerFactory.getLogger(RuntimeLibraries.class);
    /** The runtime's own setting, read when its first class is used. */
    private static final String PATH = "onnxruntime.native.path";

    private static final String FOLDER = "/ai/onnxruntime/native/linux-x64/";

    private RuntimeLibraries() {}

    /** To be called before any class of the runtime is used. Where it cannot help, the runtime unpacks as ever. */
    static synchronized void unpackOnce() {
        if (System.getProperty(PATH) != null || !Loader.getPlatform().equals("linux-x86_64")) {
            return;
        }
        URL runtime = OnnxTensor.class.getResource(FOLDER + "libonnxruntime.so");
        URL bridge = OnnxTensor.class.getResource(FOLDER + "libonnxruntime4j_jni.so");
        // A build for GPUs has more libraries, which the runtime looks for beside the first: it unpacks them itself.
        boolean gpu = OnnxTensor.class.getResource(FOLDER + "libonnxruntime_providers_shared.so") != null;
        if (runtime == null || bridge == null || gpu) {
            return;
        }
        try {
            File library = Loader.cacheResource(runtime);
            if (library != null && Loader.cacheResource(bridge) != null) {
                System.setProperty(PATH, library.getParent());
            }
        } catch (IOException e) {
            LOG.debug("ONNX Runtime's libraries are not kept: {}", e.toString());
        }
    }
}
