package io.canter.inference;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtProvider;
import ai.onnxruntime.OrtSession;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A network in ONNX Runtime that keeps the {@link ModelContract}.
 *
 * <p>Input and outputs are direct buffers laid out once for the greatest batch; a run allocates nothing but what the
 * runtime itself does. One thread at a time: the session belongs to whoever runs it, as calls from many threads have
 * leaked GPU memory. Closing waits for a run that goes on.
 */
public final class Model implements PointMapNetwork {
    private static final Logger LOG = LoggerFactory.getLogger(Model.class);

    private final String name;
    private final ModelContract contract;
    private final ModelOptions options;
    private final OrtSession session;
    private final FloatBuffer images;
    private final FloatBuffer priors;
    private final FloatBuffer canonical;
    private final FloatBuffer posed;
    private final FloatBuffer occupancy;
    private final FloatBuffer confidence;
    // Tensors over the buffers above, one set per batch size, made when first wanted: batchMax sets at most.
    private final Map<Integer, Map<String, OnnxTensor>> inputs = new HashMap<>();
    private final Map<Integer, Map<String, OnnxTensor>> outputs = new HashMap<>();
    private boolean closed;

    private Model(String name, ModelContract contract, ModelOptions options, OrtSession session) {
        this.name = name;
        this.contract = contract;
        this.options = options;
        this.session = session;
        int batch = options.batchMax();
        int plane = contract.layers() * contract.mapSize() * contract.mapSize();
        images = floats(batch * 3 * contract.imageSize() * contract.imageSize());
        priors = floats(contract.prior() ? batch * Prior.CHANNELS * contract.mapSize() * contract.mapSize() : 0);
        canonical = floats(batch * 3 * plane);
        posed = floats(batch * 3 * plane);
        occupancy = floats(batch * plane);
        confidence = floats(batch * plane);
    }

    /**
     * Loads a model and checks it.
     *
     * @throws ModelException if it is no model, breaks the contract, or the provider is not there
     */
    public static Model load(ModelFile file, ModelOptions options) {
        return load(file, options, Optional.empty());
    }

    /** @param profile file prefix for ONNX Runtime's profile; empty to run without */
    static Model load(ModelFile file, ModelOptions options, Optional<Path> profile) {
        String name = file.name();
        OrtSession session = openSession(file, options, profile);
        try {
            ModelContract contract = ModelContract.check(
                    session.getInputInfo(),
                    session.getOutputInfo(),
                    session.getMetadata().getCustomMetadata(),
                    options.template());
            LOG.debug("model {} loaded on {}: {}", name, options.provider(), contract);
            return new Model(name, contract, options, session);
        } catch (ModelException e) {
            closeQuietly(session);
            throw new ModelException("model " + name + ": " + e.getMessage(), e);
        } catch (OrtException e) {
            closeQuietly(session);
            throw new ModelException("model " + name + ": " + ModelException.firstLine(e), e);
        }
    }

    /** A session as this one's, for another kind of file. */
    static OrtSession openSession(ModelFile file, ModelOptions options) {
        return openSession(file, options, Optional.empty());
    }

    private static OrtSession openSession(ModelFile file, ModelOptions options, Optional<Path> profile) {
        RuntimeLibraries.unpackOnce();
        try (OrtSession.SessionOptions session = new OrtSession.SessionOptions()) {
            session.setIntraOpNumThreads(options.threads());
            session.setInterOpNumThreads(1);
            // Waiting threads must not spin: decoder, tracker and server share the cores.
            session.addConfigEntry("session.intra_op.allow_spinning", "0");
            if (options.provider() == Provider.CUDA) {
                if (!OrtEnvironment.getAvailableProviders().contains(OrtProvider.CUDA)) {
                    throw new ModelException(
                            "provider cuda is not in this build of ONNX Runtime: build with -Pcuda or use provider cpu");
                }
                session.addCUDA();
            }
            if (profile.isPresent()) {
                session.enableProfiling(profile.get().toString());
            }
            return OrtEnvironment.getEnvironment().createSession(file.bytes(), session);
        } catch (OrtException e) {
            throw new ModelException("model " + file.name() + " cannot be loaded: " + ModelException.firstLine(e), e);
        }
    }

    static void closeQuietly(OrtSession session) {
        try {
            session.close();
        } catch (OrtException e) {
            LOG.warn("a refused model's session did not close: {}", ModelException.firstLine(e));
        }
    }

    private static FloatBuffer floats(int count) {
        return ByteBuffer.allocateDirect(Math.multiplyExact(4, count))
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
    }

    /** File name, for messages. */
    public String name() {
        return name;
    }

    public ModelContract contract() {
        return contract;
    }

    public ModelOptions options() {
        return options;
    }

    @Override
    public int imageSize() {
        return contract.imageSize();
    }

    @Override
    public int mapSize() {
        return contract.mapSize();
    }

    @Override
    public int layers() {
        return contract.layers();
    }

    @Override
    public int batchMax() {
        return options.batchMax();
    }

    @Override
    public FloatBuffer images() {
        return images;
    }

    @Override
    public FloatBuffer priors() {
        return priors;
    }

    @Override
    public FloatBuffer occupancy() {
        return occupancy;
    }

    @Override
    public FloatBuffer confidence() {
        return confidence;
    }

    @Override
    public synchronized void run(int count) {
        if (closed) {
            throw new IllegalStateException("model " + name + " is closed");
        }
        if (count < 1 || count > batchMax()) {
            throw new IllegalArgumentException("a run takes 1 to " + batchMax() + " crops, was " + count);
        }
        try {
            if (!inputs.containsKey(count)) {
                bind(count);
            }
            session.run(inputs.get(count), outputs.get(count)).close(); // pinned outputs outlive their result
        } catch (OrtException e) {
            throw new ModelException(
                    "model " + name + " failed on " + count + " crops: " + ModelException.firstLine(e), e);
        }
    }

    private void bind(int count) throws OrtException {
        long s = contract.mapSize();
        long l = contract.layers();
        long size = contract.imageSize();
        Map<String, OnnxTensor> in = new HashMap<>();
        Map<String, OnnxTensor> out = new HashMap<>();
        inputs.put(count, in);
        outputs.put(count, out);
        in.put(ModelContract.IMAGE, tensor(images, count, 3, size, size));
        if (contract.prior()) {
            in.put(ModelContract.PRIOR, tensor(priors, count, Prior.CHANNELS, s, s));
        }
        out.put(ModelContract.CANONICAL, tensor(canonical, count, l, 3, s, s));
        out.put(ModelContract.POSED, tensor(posed, count, l, 3, s, s));
        out.put(ModelContract.OCCUPANCY, tensor(occupancy, count, l, s, s));
        out.put(ModelContract.CONFIDENCE, tensor(confidence, count, l, s, s));
    }

    private static OnnxTensor tensor(FloatBuffer buffer, long... shape) throws OrtException {
        int length = 1;
        for (long dimension : shape) {
            length = (int) (length * dimension);
        }
        return OnnxTensor.createTensor(
                OrtEnvironment.getEnvironment(), buffer.duplicate().limit(length), shape);
    }

    @Override
    public Optional<DualPointMaps> maps(int image) {
        int plane = contract.layers() * contract.mapSize() * contract.mapSize();
        float[] q = new float[3 * plane];
        float[] p = new float[3 * plane];
        float[] o = new float[plane];
        float[] c = new float[plane];
        canonical.get(3 * plane * image, q);
        posed.get(3 * plane * image, p);
        occupancy.get(plane * image, o);
        confidence.get(plane * image, c);
        if (!(finite(o) && finite(c) && finite(q) && finite(p))) {
            return Optional.empty();
        }
        return Optional.of(new DualPointMaps(contract.layers(), contract.mapSize(), q, p, o, c));
    }

    private static boolean finite(float[] values) {
        // 0 * x is 0 for finite x and NaN otherwise: one sum without branches
        float sum = 0;
        for (float value : values) {
            sum += 0 * value;
        }
        return sum == 0;
    }

    /** Ends profiling and names the file written. */
    String endProfiling() {
        try {
            return session.endProfiling();
        } catch (OrtException e) {
            throw new ModelException("model " + name + " gave no profile: " + ModelException.firstLine(e), e);
        }
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        inputs.values().forEach(set -> set.values().forEach(OnnxTensor::close));
        outputs.values().forEach(set -> set.values().forEach(OnnxTensor::close));
        closeQuietly(session);
    }
}
