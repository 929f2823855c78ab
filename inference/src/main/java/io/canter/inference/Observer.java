package io.canter.inference;

import io.canter.ingest.Frame;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds animals in frames and has the network read them.
 *
 * <p>With a hint, an animal is followed: one crop, one run, and once more only if it sits badly in its crop; the crops
 * of several hints share a run. Without, the whole frame is searched, which takes some ten runs. State over time is the tracker's; an observer keeps none but
 * its counters and buffers. For one thread; see {@link ObserverHub} for many streams.
 */
public final class Observer implements AutoCloseable {
    private final PointMapNetwork network;
    private final ObserverOptions options;
    private final LookRunner runner;
    private final MaskReader reader;
    private final Search search;
    private final Optional<Detector> detector;
    private long frames;
    private long crops;
    private long searches;
    private long recrops;

    /** @param network owned by the observer from now on, closed with it */
    public Observer(PointMapNetwork network, ObserverOptions options) {
        this(network, options, Optional.empty());
    }

    /**
     * @param network owned by the observer from now on, closed with it
     * @param detector proposes places to search; owned likewise
     */
    public Observer(PointMapNetwork network, ObserverOptions options, Optional<Detector> detector) {
        this.network = network;
        this.detector = detector;
        this.options = options;
        runner = new LookRunner(network, options.border());
        reader = new MaskReader(network);
        search = new Search(this::run, reader, options);
    }

    /** Looks at one frame: follows the hint if there is one, searches otherwise. The frame stays the caller's. */
    public Observation observe(Frame frame, Optional<Hint> hint) {
        return observe(List.of(new ObserveRequest(frame, hint))).get(0);
    }

    /**
     * Looks at one frame that may show several animals. The frame stays the caller's.
     *
     * @param hints about where each animal known is
     * @param search whether to search for others too
     * @return those known first, as far as they are seen, then the others; two hints may have found one animal
     */
    public Observation observe(Frame frame, List<Hint> hints, boolean search) {
        return observe(List.of(new ObserveRequest(frame, hints, search, List.of())))
                .get(0);
    }

    /**
     * Looks at several frames, of one stream or of many, with their crops side by side in the network.
     *
     * @return one observation for each request, in the same order
     */
    public List<Observation> observe(List<ObserveRequest> requests) {
        List<List<Detection>> found = new ArrayList<>();
        for (int i = 0; i < requests.size(); i++) {
            found.add(new ArrayList<>());
        }
        follow(requests, found);
        for (int i = 0; i < requests.size(); i++) {
            if (requests.get(i).search()) {
                searches++;
                addUnknown(requests.get(i), found.get(i));
            }
        }
        frames += requests.size();
        List<Observation> observations = new ArrayList<>();
        for (int i = 0; i < requests.size(); i++) {
            Frame frame = requests.get(i).frame();
            observations.add(new Observation(
                    frame.index(), frame.ptsMicros(), frame.width(), frame.height(), frame.camera(), found.get(i)));
        }
        return observations;
    }

    /** An observation of nothing, for a frame that is not to be looked at. */
    public static Observation unseen(Frame frame) {
        return new Observation(
                frame.index(), frame.ptsMicros(), frame.width(), frame.height(), frame.camera(), List.of());
    }

    /**
     * What the network says of an animal whose box is known: one crop, drawn as for a followed animal, and its maps as
     * they are, with nothing judged, cleared or drawn again. For measuring the network by itself.
     *
     * @param animal tight box, full-frame pixels
     * @return its box is {@code animal}; empty if the network's numbers are not finite
     */
    public Optional<Detection> read(Frame frame, Box animal) {
        List<Detection> read = new ArrayList<>();
        run(List.of(Look.close(0, frame, Hint.at(animal), options.margin())), (look, image) -> network.maps(image)
                .ifPresent(maps -> read.add(Detection.unjudged(animal, look.camera(), maps))));
        return read.stream().findFirst();
    }

    private List<Box> places(ObserveRequest request) {
        List<Box> places = new ArrayList<>();
        detector.ifPresent(d -> places.addAll(d.propose(request.frame())));
        places.addAll(request.places());
        return places;
    }

    /** What a search finds, but for the animals that the hints have found. */
    private void addUnknown(ObserveRequest request, List<Detection> found) {
        List<Detection> known = List.copyOf(found);
        // The whole frame shows those known; it has shown enough only where it shows one more.
        search.find(request.frame(), places(request), known.size() + 1).stream()
                .filter(one -> known.stream().allMatch(other -> Search.differ(other.box(), one.box())))
                .forEach(found::add);
    }

    private void follow(List<ObserveRequest> requests, List<List<Detection>> found) {
        List<Look> first = new ArrayList<>();
        for (int i = 0; i < requests.size(); i++) {
            ObserveRequest request = requests.get(i);
            for (Hint hint : request.hints()) {
                first.add(Look.close(i, request.frame(), hint, options.margin()));
            }
        }
        List<Look> again = new ArrayList<>();
        run(first, (look, image) -> reader.expected(look, image).ifPresent(sighting -> {
            Look better =
                    Look.close(look.request(), look.frame(), new Hint(sighting.next(), look.prior()), options.margin());
            if (CropPlan.isOff(better.square(), look.square())) {
                again.add(better);
            } else {
                add(sighting, image, found);
            }
        }));
        recrops += again.size();
        run(again, (look, image) -> reader.expected(look, image).ifPresent(sighting -> add(sighting, image, found)));
    }

    private void add(Sighting sighting, int image, List<List<Detection>> found) {
        reader.detection(sighting, image)
                .filter(detection -> detection.score() >= options.followScoreMin())
                .ifPresent(found.get(sighting.look().request())::add);
    }

    private void run(List<Look> looks, LookRunner.Reader into) {
        crops += looks.size();
        runner.run(looks, into);
    }

    public ObserverStats stats() {
        return new ObserverStats(frames, crops, searches, recrops, reader.notFinite());
    }

    @Override
    public void close() {
        runner.close();
        network.close();
        detector.ifPresent(Detector::close);
    }
}
