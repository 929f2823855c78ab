package io.canter.inference;

import io.canter.ingest.Frame;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * Searches a whole frame: the network at low resolution over all of it, then over tiles. What looks like an animal there
 * is cropped closely and read again; it counts only if the close view agrees with the wide one.
 */
final class Search {
    /** Candidates looked at closely, each in two runs: bounds the cost of a frame full of near misses. */
    private static final int CANDIDATES_MAX = 4;

    /** Boxes that overlap by more are one animal seen twice. */
    private static final float SAME_OVERLAP = 0.4f;

    /** What is seen in the whole frame with less than this may be a phantom: the tiles are searched as well. */
    private static final float SURE_SCORE = 0.5f;

    /** Wide views are coarse: only what is less certain than this is not looked at closely. */
    private static final float WIDE_CERTAINTY_MIN = 0.1f;

    /** Places proposed by others that are looked at: bounds the cost where a detector or a busy scene proposes many. */
    private static final int PLACES_MAX = 8;

    /** A proposed box is a guess: its wide view shows this many times its edge. */
    private static final float PLACE_MARGIN = 1.5f;

    private final BiConsumer<List<Look>, LookRunner.Reader> runner;
    private final MaskReader reader;
    private final ObserverOptions options;

    Search(BiConsumer<List<Look>, LookRunner.Reader> runner, MaskReader reader, ObserverOptions options) {
        this.runner = runner;
        this.reader = reader;
        this.options = options;
    }

    /**
     * The animals of a frame, best first, at most {@code subjectsMax}, none overlapping another by much.
     *
     * @param places proposed by others, full-frame pixels: looked at like tiles, and with no more faith
     * @param enough animals that, where all are surely seen in the whole frame and the places, make tiles needless
     */
    List<Detection> find(Frame frame, List<Box> places, int enough) {
        List<Box> squares = new ArrayList<>();
        squares.add(CropPlan.whole(frame.width(), frame.height()));
        places.stream()
                .limit(PLACES_MAX)
                .map(place -> CropPlan.square(
                        place.cutTo(frame.width(), frame.height()), PLACE_MARGIN, frame.width(), frame.height()))
                .forEach(squares::add);
        List<Detection> found = look(frame, squares);
        if (found.size() >= enough && found.get(enough - 1).score() >= SURE_SCORE) {
            return found;
        }
        List<Detection> seen = new ArrayList<>(found);
        seen.addAll(look(frame, CropPlan.tiles(frame.width(), frame.height())));
        return best(seen);
    }

    private List<Detection> look(Frame frame, List<Box> squares) {
        List<Look> wide = new ArrayList<>();
        for (int i = 0; i < squares.size(); i++) {
            wide.add(Look.wide(i, frame, squares.get(i)));
        }
        List<Sighting> candidates = new ArrayList<>();
        runner.accept(wide, (look, image) -> candidates.addAll(reader.all(look, image)));
        candidates.removeIf(candidate -> candidate.certainty() < WIDE_CERTAINTY_MIN);
        // A certain speck is worth less than a fairly certain animal: area counts by its root.
        candidates.sort(Comparator.comparingDouble((Sighting s) ->
                        s.certainty() * Math.sqrt(s.box().width() * s.box().height()))
                .reversed());
        List<Sighting> promising = new ArrayList<>();
        for (Sighting candidate : candidates) {
            if (promising.size() < Math.max(CANDIDATES_MAX, options.subjectsMax())
                    && promising.stream().allMatch(other -> differ(other.box(), candidate.box()))) {
                promising.add(candidate);
            }
        }
        return best(lookClosely(frame, promising));
    }

    private List<Detection> best(List<Detection> seen) {
        seen.sort(Comparator.comparingDouble(Detection::score).reversed());
        List<Detection> found = new ArrayList<>();
        for (Detection detection : seen) {
            if (found.size() < options.subjectsMax()
                    && found.stream().allMatch(other -> differ(other.box(), detection.box()))) {
                found.add(detection);
            }
        }
        return found;
    }

    /** Reads each candidate twice: the first view moves and sizes its crop, the second is the one that counts. */
    private List<Detection> lookClosely(Frame frame, List<Sighting> candidates) {
        List<Look> first = new ArrayList<>();
        for (int i = 0; i < candidates.size(); i++) {
            first.add(Look.close(i, frame, Hint.at(candidates.get(i).next()), options.margin()));
        }
        List<Look> second = new ArrayList<>();
        runner.accept(first, (look, image) -> reader.expected(look, image)
                .ifPresent(sighting ->
                        second.add(Look.close(look.request(), frame, Hint.at(sighting.next()), options.margin()))));
        List<Detection> accepted = new ArrayList<>();
        runner.accept(second, (look, image) -> reader.expected(look, image)
                .filter(sighting -> agreement(sighting, candidates.get(look.request())) >= options.agreementMin())
                .flatMap(sighting -> reader.detection(sighting, image))
                .filter(detection -> detection.score() >= options.searchScoreMin())
                .ifPresent(accepted::add));
        return accepted;
    }

    /** Whether two boxes are of two animals. */
    static boolean differ(Box a, Box b) {
        return a.overlap(b) <= SAME_OVERLAP;
    }

    /** Intersection over union of two masks of one animal, counted in the pixels of the closer view. */
    private static float agreement(Sighting close, Sighting wide) {
        int size = (int) Math.round(Math.sqrt(close.mask().length));
        float[] point = new float[2];
        int common = 0;
        int union = 0;
        for (int j = 0; j < size; j++) {
            for (int i = 0; i < size; i++) {
                boolean inClose = close.mask()[j * size + i];
                close.look()
                        .camera()
                        .projectToFrame(
                                (i + 0.5f) / size,
                                (j + 0.5f) / size,
                                close.look().frame().camera(),
                                point);
                wide.look()
                        .camera()
                        .projectFromFrame(
                                point[0], point[1], wide.look().frame().camera(), point);
                int column = (int) Math.floor(point[0] * size);
                int row = (int) Math.floor(point[1] * size);
                boolean inWide =
                        column >= 0 && row >= 0 && column < size && row < size && wide.mask()[row * size + column];
                common += inClose && inWide ? 1 : 0;
                union += inClose || inWide ? 1 : 0;
            }
        }
        return union == 0 ? 0 : common / (float) union;
    }
}
