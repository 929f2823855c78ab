package io.canter.inference;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.canter.ingest.Frame;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * A user's own ONNX detector or segmenter, as a source of places to search. It decides nothing: the network looks at what
 * it proposes as it looks at tiles, and the tracker's judge has the last word. For one thread.
 */
public final class Detector implements AutoCloseable {
    /** Each costs a run of the network; more animals than are followed are of no use. */
    static final int PLACES_MAX = 8;

    /** Boxes that overlap by more are one animal found twice. */
    private static final float SAME_OVERLAP = 0.7f;

    /** Longer side of the picture for a file that leaves its size open, and the whole number that sides are made of. */
    private static final int OPEN_EDGE = 640;

    private static final int OPEN_STEP = 32;

    /** Boxes may reach over the border a little; far beyond it they are in pixels. */
    private static final float REACH_MAX = 2;

    /** Parts of a mask that are smaller than this share of the picture are noise. */
    private static final float MASK_AREA_MIN = 0.002f;

    private record Place(Box box, float score) {}

    private final String name;
    private final DetectorContract contract;
    private final OrtSession session;
    private SmallPicture picture;
    private FloatBuffer image = FloatBuffer.allocate(0);

    private Detector(String name, DetectorContract contract, OrtSession session) {
        this.name = name;
        this.contract = contract;
        this.session = session;
    }

    /** @throws ModelException naming the tensor that breaks the contract of {@code docs/detector.md} */
    public static Detector load(ModelFile file, ModelOptions options) {
        OrtSession session = Model.openSession(file, options);
        try {
            DetectorContract contract = DetectorContract.check(
                    session.getInputInfo(),
                    session.getOutputInfo(),
                    session.getMetadata().getCustomMetadata());
            return new Detector(file.name(), contract, session);
        } catch (ModelException | OrtException e) {
            Model.closeQuietly(session);
            throw new ModelException("detector " + file.name() + ": " + ModelException.firstLine(e), e);
        }
    }

    /** Where an animal may be, full-frame pixels, the surest first; at most {@link #PLACES_MAX}. */
    public List<Box> propose(Frame frame) {
        draw(frame);
        long[] shape = {1, 3, picture.height(), picture.width()};
        try (OnnxTensor tensor = OnnxTensor.createTensor(OrtEnvironment.getEnvironment(), image, shape);
                OrtSession.Result result = session.run(Map.of(contract.input(), tensor))) {
            List<Place> places = contract.mask().isPresent()
                    ? inMask(result, contract.mask().get())
                    : inBoxes(
                            floats(result, contract.boxes().orElseThrow()),
                            floats(result, contract.scores().orElseThrow()));
            return best(places, frame);
        } catch (OrtException e) {
            throw new ModelException("detector " + name + " failed: " + ModelException.firstLine(e), e);
        }
    }

    private void draw(Frame frame) {
        float shrink = OPEN_EDGE / (float) Math.max(frame.width(), frame.height());
        int width = contract.width() > 0 ? contract.width() : open(shrink * frame.width());
        int height = contract.height() > 0 ? contract.height() : open(shrink * frame.height());
        if (picture == null || picture.width() != width || picture.height() != height) {
            if (picture != null) {
                picture.close();
            }
            picture = new SmallPicture(width, height);
            image = ByteBuffer.allocateDirect(4 * 3 * width * height)
                    .order(ByteOrder.nativeOrder())
                    .asFloatBuffer();
        }
        byte[] rgb = picture.draw(frame);
        int plane = width * height;
        for (int i = 0, b = 0; i < plane; i++) {
            for (int k = 0; k < 3; k++) {
                image.put(k * plane + i, (rgb[b++] & 255) / 255f);
            }
        }
    }

    private static int open(float edge) {
        return OPEN_STEP * Math.max(1, Math.round(edge / OPEN_STEP));
    }

    private static FloatBuffer floats(OrtSession.Result result, String output) {
        return ((OnnxTensor) result.get(output).orElseThrow()).getFloatBuffer();
    }

    private List<Place> inBoxes(FloatBuffer boxes, FloatBuffer scores) {
        if (boxes.remaining() != 4 * scores.remaining()) {
            throw new ModelException("detector " + name + ": output "
                    + contract.boxes().orElseThrow() + " holds " + boxes.remaining() + " numbers and output "
                    + contract.scores().orElseThrow() + " " + scores.remaining() + ": there must be 4 for each score");
        }
        List<Place> places = new ArrayList<>();
        for (int k = 0; k < scores.remaining(); k++) {
            float score = scores.get(k);
            if (score >= contract.scoreMin()) { // false for what is no number
                float a = boxes.get(4 * k);
                float b = boxes.get(4 * k + 1);
                float c = boxes.get(4 * k + 2);
                float d = boxes.get(4 * k + 3);
                float most = Math.max(Math.max(Math.abs(a), Math.abs(b)), Math.max(Math.abs(c), Math.abs(d)));
                if (most > REACH_MAX) {
                    throw new ModelException("detector " + name + ": output "
                            + contract.boxes().orElseThrow() + " holds " + most
                            + ": boxes are shares of the picture, 0..1; divide by its size inside the graph");
                }
                add(places, a, b, c, d, score);
            }
        }
        return places;
    }

    private void add(List<Place> places, float a, float b, float c, float d, float score) {
        float left = contract.format() == DetectorContract.BoxFormat.CXCYWH ? a - 0.5f * c : a;
        float top = contract.format() == DetectorContract.BoxFormat.CXCYWH ? b - 0.5f * d : b;
        boolean corners = contract.format() == DetectorContract.BoxFormat.XYXY;
        float right = Math.min(1, corners ? c : left + c);
        float bottom = Math.min(1, corners ? d : top + d);
        left = Math.max(0, left);
        top = Math.max(0, top);
        if (right > left && bottom > top) { // false for what is no number
            places.add(new Place(new Box(left, top, right - left, bottom - top), score));
        }
    }

    private List<Place> inMask(OrtSession.Result result, String output) throws OrtException {
        OnnxTensor tensor = (OnnxTensor) result.get(output).orElseThrow();
        long[] shape = tensor.getInfo().getShape();
        int width = (int) shape[shape.length - 1];
        int height = (int) shape[shape.length - 2];
        FloatBuffer mask = tensor.getFloatBuffer();
        if (mask.remaining() != (long) width * height) {
            throw new ModelException("detector " + name + ": output " + output + " holds " + mask.remaining()
                    + " numbers, one mask of " + width + " x " + height + " is wanted");
        }
        boolean[] marks = new boolean[width * height];
        for (int i = 0; i < marks.length; i++) {
            marks[i] = mask.get(i) >= contract.scoreMin();
        }
        List<Place> places = new ArrayList<>();
        for (Blobs.Blob blob : Blobs.of(marks, width, Math.max(1, Math.round(MASK_AREA_MIN * width * height)))) {
            Box box = blob.box();
            places.add(new Place(
                    new Box(box.x() / width, box.y() / height, box.width() / width, box.height() / height),
                    blob.area()));
        }
        return places;
    }

    private static List<Box> best(List<Place> places, Frame frame) {
        places.sort(Comparator.comparingDouble(Place::score).reversed());
        List<Box> best = new ArrayList<>();
        for (Place place : places) {
            Box share = place.box();
            Box box = new Box(
                    share.x() * frame.width(),
                    share.y() * frame.height(),
                    share.width() * frame.width(),
                    share.height() * frame.height());
            if (best.size() < PLACES_MAX && best.stream().allMatch(other -> other.overlap(box) <= SAME_OVERLAP)) {
                best.add(box);
            }
        }
        return best;
    }

    @Override
    public void close() {
        if (picture != null) {
            picture.close();
            picture = null;
        }
        Model.closeQuietly(session);
    }
}
