package io.canter.tracking;

import io.canter.inference.Box;
import io.canter.inference.Detection;
import io.canter.inference.Hint;
import io.canter.inference.Observation;
import io.canter.inference.Prior;
import java.util.List;
import java.util.Optional;

/**
 * Follows one animal: a pure step from state and observation to the next state and the scene. No clock, no thread, no
 * randomness: the same input gives the same output. An instance owns working memory, so it serves one thread and,
 * best, one stream.
 */
public final class Tracker {
    /** Fewer matched pixels than this hold no shape. */
    private static final int POINTS_MIN = 40;
    /** A first fit that explains less than this share of the points is no animal. */
    private static final double EXPLAINED_MIN = 0.3;
    /** Who was seen longer ago (seconds) is looked at with fresh eyes. */
    private static final double PRIOR_SECONDS_MAX = 0.2;
    /** Confidence lost with each frame that says nothing. */
    private static final double FADE = 0.8;

    private final TrackerConfig config;
    private final MetricBody bodies;
    private final PoseSolver solver;
    private final Judge judge;
    private final Mesh mesh;
    private final int shapes;
    private final GroundSense ground;
    private int feetSeen; // in the frame in hand: bit f for foot f
    private double evidence; // what the frame in hand says
    private Optional<Detection> looked = Optional.empty(); // what of it was taken for the animal

    public Tracker(Rig rig, TrackerConfig config) {
        this(rig, config, Plausibility.shipped());
    }

    /** @param judge decides what is an animal */
    public Tracker(Rig rig, TrackerConfig config, Judge judge) {
        this.config = config;
        this.judge = judge;
        bodies = new MetricBody(rig, config.withersHeightMetres());
        solver = new PoseSolver(rig, config);
        mesh = rig.mesh();
        shapes = rig.shapes().size();
        ground = new GroundSense(rig);
    }

    /**
     * Takes one frame's observation. What is found is a candidate until enough frames have spoken for it (see
     * {@link Presence}), and an animal from then on, as long as they do. Frames without a usable detection let a followed
     * animal coast with falling confidence until it is lost, but for no longer than it was seen, so that an error of one
     * frame stays one; time that runs backwards or jumps loses it at once.
     */
    public Step step(TrackerState state, Observation observation) {
        looked = Optional.empty();
        feetSeen = 0;
        Optional<Track> old = state.track().filter(t -> continues(t, observation.ptsMicros()));
        // A candidate cut off by a jump in time has used up its id: nobody shall take its successor for it.
        int nextId = state.nextId() + (old.isEmpty() && state.track().isPresent() && !confirmed(state) ? 1 : 0);
        Presence before = old.isPresent() ? state.presence() : alone(state, observation.ptsMicros());
        Optional<Track> track;
        Presence presence = before;
        if (old.isPresent()) {
            track = Optional.of(follow(old.get(), expected(old.get(), observation.detections()), observation));
            presence = before.next(evidence);
        } else {
            track = birth(nextId, observation);
            presence = track.isPresent() ? before.first(evidence) : before;
        }
        Presence now = presence;
        track = track.filter(t -> !now.isOver() && t.missed() < Math.min(config.lostAfterFrames(), t.frames()));
        if (track.isEmpty()) {
            presence = presence.gone();
        }
        boolean born = presence.confirmed() && !before.confirmed();
        return stepped(
                new TrackerState(
                        born ? nextId + 1 : nextId, track.map(this::grounded), presence, observation.ptsMicros()),
                observation);
    }

    /**
     * Where to look in a frame, and what to expect there; empty where nothing is followed. The prior borrows this tracker's
     * working memory: it may be drawn until the next step begins, on whichever thread waits for that.
     *
     * @param ptsMicros the frame's time
     */
    public Optional<Hint> hint(TrackerState state, long ptsMicros) {
        return state.predictedBox().map(box -> new Hint(box, prior(state, ptsMicros)));
    }

    /**
     * How the animal should look in a frame. Only of one that is known for one and was well seen a moment ago: what is
     * expected leads the eye, so a candidate is judged by what is seen without, and a pose in doubt does not prove itself.
     */
    Optional<Prior> prior(TrackerState state, long ptsMicros) {
        return state.track()
                .filter(t -> confirmed(state) && t.missed() == 0 && t.contradictions() == 0)
                .filter(t -> Math.abs(ptsMicros - t.ptsMicros()) <= 1e6 * PRIOR_SECONDS_MAX)
                .map(t -> new ExpectedMesh(mesh, camera -> {
                    bodies.use(t.shape());
                    return solver.expectedMesh(t, bodies.template(), ptsMicros, camera);
                }));
    }

    /**
     * A frame in which the animal is known to be hidden: it has moved on, and nothing speaks against it.
     *
     * @param moved where it must be now
     */
    Step hidden(TrackerState state, Track moved, Observation observation) {
        looked = Optional.empty();
        feetSeen = 0;
        return stepped(
                new TrackerState(
                        state.nextId(), Optional.of(grounded(moved)), state.presence(), observation.ptsMicros()),
                observation);
    }

    private Step stepped(TrackerState state, Observation observation) {
        boolean confirmed = confirmed(state);
        Optional<Subject> subject = state.track().map(this::subject);
        Scene scene = new Scene(
                observation.frameIndex(),
                observation.ptsMicros(),
                observation.width(),
                observation.height(),
                observation.camera(),
                confirmed ? subject.map(List::of).orElse(List.of()) : List.of());
        return new Step(
                state,
                scene,
                confirmed ? Optional.empty() : subject,
                state.track()
                        .map(t -> List.of(Sighting.of(t, state.presence(), looked)))
                        .orElse(List.of()));
    }

    private static boolean confirmed(TrackerState state) {
        return state.presence().confirmed();
    }

    /** What is still known where nothing is followed any more. */
    private static Presence alone(TrackerState state, long ptsMicros) {
        return state.presence().gone().later(1e-6 * Math.abs(ptsMicros - state.ptsMicros()));
    }

    private boolean continues(Track track, long ptsMicros) {
        long gap = ptsMicros - track.ptsMicros();
        return gap >= 0 && gap <= 1e6 * config.lostAfterSeconds();
    }

    /** The detection that overlaps the expected box most. */
    private static Optional<Detection> expected(Track track, List<Detection> detections) {
        Box box = track.predictedBox();
        Detection best = null;
        double bestOverlap = 0;
        for (Detection d : detections) {
            double overlap = box.overlap(d.box());
            if (overlap > bestOverlap) {
                best = d;
                bestOverlap = overlap;
            }
        }
        return Optional.ofNullable(best);
    }

    /** The most plausible of what was found: the locator's own favourite may be a phantom beside an animal. */
    private Optional<Track> birth(int id, Observation frame) {
        Optional<Track> best = Optional.empty();
        double bestEvidence = Double.NEGATIVE_INFINITY;
        for (Detection detection : frame.detections()) {
            Optional<Track> track = birth(id, detection, frame);
            if (track.isPresent() && evidence > bestEvidence) {
                best = track;
                bestEvidence = evidence;
                looked = Optional.of(detection);
            }
        }
        evidence = bestEvidence;
        return best;
    }

    private Optional<Track> birth(int id, Detection detection, Observation frame) {
        solver.read(detection, frame);
        return solveNew(1)
                .map(shape -> {
                    evidence = judge.seen(solver.signs(detection));
                    return solver.begin(id, frame.ptsMicros(), detection, shape, confidence(detection));
                })
                .map(track -> painted(track, track.coat(), detection));
    }

    /** Pose and shape from nothing; empty where the maps show no animal. */
    private Optional<ShapeEstimate> solveNew(int version) {
        ShapeEstimate shape = ShapeEstimate.family(shapes, version);
        bodies.use(shape);
        if (solver.pointCount() < POINTS_MIN || !solver.solveCold(bodies.template())) {
            return Optional.empty();
        }
        if (solver.explained() < EXPLAINED_MIN) {
            return Optional.empty();
        }
        shape = solver.updatedShape(shape);
        bodies.use(shape);
        solver.solveAgain(bodies.template());
        return Optional.of(shape);
    }

    private Track follow(Track track, Optional<Detection> seen, Observation frame) {
        bodies.use(track.shape());
        if (seen.isPresent()) {
            solver.read(seen.get(), frame);
            if (solver.pointCount() >= POINTS_MIN) {
                looked = seen;
                return look(track, seen.get(), frame.ptsMicros());
            }
        }
        evidence = judge.missed();
        return solver.coast(track, frame.ptsMicros(), FADE);
    }

    /** A detection that fits the expectation moves the track; one that does not is ridden out, or in the end believed. */
    private Track look(Track track, Detection detection, long ptsMicros) {
        boolean turned = solver.contradicts(track, ptsMicros);
        boolean solved = !turned && solver.solveWarm(track, bodies.template(), ptsMicros);
        if (solved && solver.explained() >= EXPLAINED_MIN) {
            evidence = judge.seen(solver.signs(detection, track));
            feetSeen = solver.feetSeen(ground);
            Track next = solver.advance(
                    track, ptsMicros, detection, solver.updatedShape(track.shape()), confidence(detection));
            return painted(next, track.coat(), detection);
        }
        int contradictions = track.contradictions() + 1;
        if (contradictions >= PoseSolver.CONTRADICTIONS_MAX) {
            Optional<ShapeEstimate> shape = solveNew(track.shape().version() + 1);
            if (shape.isPresent()) {
                evidence = judge.seen(solver.signs(detection));
                Track next = solver.restart(track, ptsMicros, detection, shape.get(), confidence(detection));
                return painted(next, track.coat().loosened(), detection);
            }
        }
        evidence = judge.contradicted();
        return solver.hold(track, ptsMicros, detection, contradictions, FADE);
    }

    /** The track with what the frame just fitted shows of its coat. */
    private Track painted(Track track, CoatEstimate coat, Detection detection) {
        return track.withCoat(solver.updatedCoat(coat, bodies.template(), detection));
    }

    /** How much there is to see, how sure the network is of it, and how much of it the fit explains. */
    private double confidence(Detection detection) {
        double score = Math.max(0, Math.min(1, detection.score()));
        return Math.cbrt(score * solver.meanOccupancy() * solver.explained());
    }

    /** The track with what the frame in hand tells of the ground. */
    private Track grounded(Track track) {
        bodies.use(track.shape());
        return track.withGround(ground.next(
                track.ground(),
                track.ptsMicros(),
                track.translation(),
                track.rotation(),
                track.bends(),
                bodies.templateJoints(),
                feetSeen));
    }

    private Subject subject(Track track) {
        bodies.use(track.shape());
        float[] translation = new float[3];
        for (int a = 0; a < 3; a++) {
            translation[a] = (float) (track.translation()[a] * bodies.scale());
        }
        int joints = track.bends().length / 3;
        double[] bends = ground.held(track.ground(), track.rotation(), track.bends(), bodies.templateJoints());
        float[] rotations = new float[4 * joints];
        double[] q = new double[4];
        for (int j = 0; j < joints; j++) {
            if (j == 0) {
                System.arraycopy(track.rotation(), 0, q, 0, 4);
            } else {
                Rotations.toQuaternion(bends, 3 * j, q, 0);
            }
            for (int k = 0; k < 4; k++) {
                rotations[4 * j + k] = (float) q[k];
            }
        }
        return new Subject(
                track.id(),
                (float) track.confidence(),
                track.box(),
                bodies.metric(),
                track.shape().version(),
                new Pose(translation, rotations),
                track.coat().coat(),
                ground.shown(track.ground(), track.translation(), bodies.scale()));
    }
}
