package io.canter.tracking;

import io.canter.inference.Box;
import java.util.ArrayList;
import java.util.List;

/** Smooths one animal over all stretches of a clip. */
final class AnimalSmoother {
    /** Rounds of fitting all frames again and smoothing what comes out. */
    static final int ROUNDS = 2;
    /** Times never stand still for a curve; frames closer than this (seconds) are duplicates. */
    private static final double STEP_MIN = 1e-3;
    /** A shape is known after so many frames, spread over the clip. */
    private static final int SHAPE_FRAMES_MAX = 96;
    /** Confidence of frames in which the animal was not seen. */
    private static final float FILLED_CONFIDENCE = 0.1f;

    private final int joints;
    private final MetricBody bodies;
    private final Refit refit;
    private final PathSmoother smoother;
    private final LegExchange exchange;
    private final LegJoints legs;
    private final Kinematics pose;
    private final CoatFiller coats;
    private final Footing footing;
    private final GroundSense ground;
    private final int shapes;
    private int contradictions; // frames of a round that say the animal stands the other way round

    AnimalSmoother(Rig rig, TrackerConfig config) {
        joints = rig.skeleton().jointCount();
        shapes = rig.shapes().size();
        bodies = new MetricBody(rig, config.withersHeightMetres());
        refit = new Refit(rig);
        smoother = new PathSmoother(rig);
        exchange = new LegExchange(rig);
        legs = new LegJoints(rig.skeleton());
        pose = new Kinematics(rig.skeleton());
        coats = new CoatFiller(rig);
        footing = new Footing(rig);
        ground = new GroundSense(rig);
    }

    /** @param into the animal is added to the subjects of its frames */
    void smooth(
            List<Smoother.Stretch> stretches,
            CoatEstimate coat,
            Smoother.Repairs repairs,
            List<List<Subject>> into,
            Runnable progress) {
        double[] coefficients = lastShape(stretches);
        List<PosePath> paths = new ArrayList<>();
        for (Smoother.Stretch stretch : stretches) {
            PosePath followed = followed(stretch);
            TurnRepair.repair(followed);
            paths.add(smoother.smooth(followed));
        }
        for (int round = 0; round < ROUNDS; round++) {
            contradictions = 0;
            use(coefficients);
            ShapeSum shape = new ShapeSum(shapes);
            int every =
                    1 + stretches.stream().mapToInt(Smoother.Stretch::frames).sum() / SHAPE_FRAMES_MAX;
            for (int s = 0; s < paths.size(); s++) {
                double[] votes = new double[LegVote.PAIRS * paths.get(s).frames];
                PosePath fitted = fitAgain(stretches.get(s), paths.get(s), shape, every, coefficients, votes, progress);
                // Once: what is exchanged then has a round to settle.
                repairs.legsExchanged += round == 0 ? exchange.repair(fitted, votes, sequence(fitted)) : 0;
                paths.set(s, smoother.smooth(fitted));
            }
            coefficients = shape.best(coefficients);
        }
        repairs.turned += contradictions;
        use(coefficients);
        Coat shown = coats.renewed(coat.coat(), coat.colours(), coat.weights());
        for (int s = 0; s < paths.size(); s++) {
            paths.set(s, footing.plant(paths.get(s), bodies.templateJoints()));
            show(stretches.get(s), paths.get(s), shown, repairs, into);
        }
    }

    /** What the order of the footfalls says, frame by frame. */
    private double[] sequence(PosePath path) {
        double[][] ahead = new double[path.frames][];
        double[] translation = new double[3];
        for (int t = 0; t < path.frames; t++) {
            path.get(t, translation, pose.rootRotation, pose.bends);
            pose.update(bodies.templateJoints());
            ahead[t] = legs.feetAhead(pose);
        }
        return Footfalls.odds(ahead, path.seconds);
    }

    private void use(double[] coefficients) {
        bodies.use(new ShapeEstimate(coefficients, new double[0], new double[0], 0, 1));
    }

    private static double[] lastShape(List<Smoother.Stretch> stretches) {
        Smoother.Stretch last = stretches.get(stretches.size() - 1);
        return last.sighting(last.frames() - 1).shape.coefficients();
    }

    /** The poses as the tracker had them. */
    private PosePath followed(Smoother.Stretch stretch) {
        int n = stretch.frames();
        double[] seconds = new double[n];
        for (int t = 0; t < n; t++) {
            seconds[t] =
                    1e-6 * (stretch.moment(t).ptsMicros() - stretch.moment(0).ptsMicros());
            seconds[t] = t == 0 ? 0 : Math.max(seconds[t], seconds[t - 1] + STEP_MIN);
        }
        PosePath path = new PosePath(seconds, joints);
        boolean fitted = false;
        for (int t = 0; t < n; t++) {
            fitted |= stretch.seen(t) && stretch.sighting(t).fitted;
        }
        for (int t = 0; t < n; t++) {
            Sighting sighting = stretch.sighting(t);
            if (sighting == null) {
                path.repeat(t);
                continue;
            }
            path.put(t, sighting.translation, sighting.rotation, sighting.bends);
            if (stretch.seen(t) && (sighting.fitted || !fitted)) {
                path.weigh(t, Math.max(0.05, sighting.confidence));
            }
        }
        return path;
    }

    private PosePath fitAgain(
            Smoother.Stretch stretch,
            PosePath path,
            ShapeSum shape,
            int every,
            double[] coefficients,
            double[] votes,
            Runnable progress) {
        PosePath out = path.copy();
        for (int t = 0; t < path.frames; t++) {
            progress.run();
            if (!stretch.seen(t)) {
                out.weigh(t, 0);
                continue;
            }
            ClipHistory.Moment moment = stretch.moment(t);
            boolean agrees = refit.fit(
                    out,
                    t,
                    stretch.sighting(t).maps.orElseThrow(),
                    bodies.template(),
                    moment.camera(),
                    moment.width(),
                    moment.height());
            if (!agrees) {
                contradictions++;
                continue;
            }
            refit.readVotes(votes, LegVote.PAIRS * t);
            if (t % every == 0) {
                refit.gather(shape, coefficients);
            }
        }
        return out;
    }

    private void show(
            Smoother.Stretch stretch, PosePath path, Coat coat, Smoother.Repairs repairs, List<List<Subject>> into) {
        int last = -1; // frame last seen
        GroundBelief below = GroundBelief.unknown();
        double[] translation = new double[3];
        double[] rotation = new double[4];
        double[] bends = new double[3 * joints];
        for (int t = 0; t < path.frames; t++) {
            Sighting sighting = stretch.sighting(t);
            boolean seen = stretch.seen(t);
            last = seen ? t : last;
            repairs.filled += seen ? 0 : 1;
            path.get(t, translation, rotation, bends);
            below = ground.next(
                    below,
                    stretch.moment(t).ptsMicros(),
                    translation,
                    rotation,
                    bends,
                    bodies.templateJoints(),
                    seen ? sighting.feetSeen : 0);
            into.get(stretch.from() + t)
                    .add(new Subject(
                            stretch.sighting(0).id,
                            seen ? (float) sighting.confidence : FILLED_CONFIDENCE,
                            seen ? sighting.box : between(stretch, last, t),
                            bodies.metric(),
                            1,
                            pose(path, t),
                            coat,
                            ground.shown(below, translation, bodies.scale())));
        }
    }

    /** Box of a frame in which the animal was not seen. */
    private static Box between(Smoother.Stretch stretch, int before, int frame) {
        int after = frame;
        while (!stretch.seen(after)) {
            after++;
        }
        Box a = stretch.sighting(before).box;
        Box b = stretch.sighting(after).box;
        float f = (frame - before) / (float) (after - before);
        return new Box(
                a.x() + f * (b.x() - a.x()),
                a.y() + f * (b.y() - a.y()),
                a.width() + f * (b.width() - a.width()),
                a.height() + f * (b.height() - a.height()));
    }

    private Pose pose(PosePath path, int frame) {
        float[] translation = new float[3];
        for (int a = 0; a < 3; a++) {
            translation[a] = (float) (path.translation[3 * frame + a] * bodies.scale());
        }
        float[] rotations = new float[4 * joints];
        double[] q = new double[4];
        for (int j = 0; j < joints; j++) {
            if (j == 0) {
                System.arraycopy(path.rotation, 4 * frame, q, 0, 4);
            } else {
                Rotations.toQuaternion(path.bends, 3 * (joints * frame + j), q, 0);
            }
            for (int k = 0; k < 4; k++) {
                rotations[4 * j + k] = (float) q[k];
            }
        }
        return new Pose(translation, rotations);
    }
}
