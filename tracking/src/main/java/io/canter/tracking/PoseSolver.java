package io.canter.tracking;

import io.canter.inference.Box;
import io.canter.inference.CropCamera;
import io.canter.inference.Detection;
import io.canter.inference.Observation;
import org.joml.Matrix3d;
import org.joml.Quaterniond;

/** Runs the fit for one frame, from nothing or from the past, and turns its result into the next {@link Track}. */
final class PoseSolver {
    /** Frames in a row that must say the same before the past is given up: single frames take front for back. */
    static final int CONTRADICTIONS_MAX = 4;
    /** A stiff alignment this far (radians) off the expected root has taken front for back, or left for right. */
    private static final double TURN_MAX = 1.3;
    /** Points that tell whether a stiff body has turned so far. */
    private static final int TURN_POINTS = 500;
    /** How fast the animal may leave its course: metres, radians and radians a second. */
    private static final double TRANSLATION_RATE = 4;

    private static final double ROTATION_RATE = 3;
    private static final double BEND_RATE = 6;
    /** Time steps are believed within these bounds (seconds): duplicates and stutter must not freeze the prior. */
    private static final double STEP_SECONDS_MIN = 1 / 120.0;

    private static final double STEP_SECONDS_MAX = 0.5;
    /**
     * Share of a measured velocity that is believed, and share of it that carries to the next frame: where legs pass each
     * other, little else tells which is which.
     */
    private static final double VELOCITY_GAIN = 0.9;

    private static final double VELOCITY_CARRIED = 0.9;
    /** Share of a velocity that is left after a frame that showed nothing. */
    private static final double VELOCITY_KEPT = 0.7;
    /** Boxes jitter. */
    private static final double BOX_VELOCITY_GAIN = 0.5;

    private static final double[] COLD_KERNELS = {12, 5, 3};
    private static final int COLD_ITERATIONS = 8;
    private static final double WARM_KERNEL = 3;
    /** Rounds of choosing sides anew, each followed by a fit. */
    private static final int COLD_ROUNDS = 4;

    private static final int WARM_ROUNDS = 2;

    private final int joints;
    private final TrackerConfig config;
    private final Rig rig;
    private final Correspondences points;
    private final Outline outline;
    private final Placement placement;
    private final ArticulatedFit fit;
    private final ShapeBlocks shapeBlocks;
    private final CoatReader coatReader;
    private final CoatFiller coatFiller;
    private final SignReader signs;
    private final LegJoints legJoints;
    private final MeshInCrop mesh;
    private final double[] matrix = new double[9];
    private final double[] turn = new double[3];
    private final double[] rotation = new double[4];
    private Track past; // what solveWarm goes on from: the track with its legs put right
    private LegBelief belief; // after the frame in hand
    private double foreseen; // share of the points that the expected pose explained
    private final Quaterniond quaternion = new Quaterniond();
    private final Matrix3d rotationMatrix = new Matrix3d();

    PoseSolver(Rig rig, TrackerConfig config) {
        this.rig = rig;
        this.config = config;
        joints = rig.skeleton().jointCount();
        points = new Correspondences(rig, config.maxPoints(), 2 * Outline.POINTS_MAX);
        outline = new Outline(rig);
        placement = new Placement(config.maxPoints());
        fit = new ArticulatedFit(rig, points);
        shapeBlocks = new ShapeBlocks(rig);
        coatReader = new CoatReader(rig);
        coatFiller = new CoatFiller(rig);
        signs = new SignReader(joints);
        legJoints = new LegJoints(rig.skeleton());
        mesh = new MeshInCrop(rig);
    }

    void read(Detection detection, Observation seen) {
        points.read(detection);
        outline.read(detection, seen.camera(), seen.width(), seen.height());
    }

    int pointCount() {
        return points.mapped;
    }

    /** Which feet the points show: bit f for foot f. */
    int feetSeen(GroundSense sense) {
        return sense.feetSeen(points);
    }

    double meanOccupancy() {
        return points.meanOccupancy;
    }

    double explained() {
        return fit.explained();
    }

    /** Fits from nothing; false where the points do not even place a stiff animal. */
    boolean solveCold(Body body) {
        points.dropOutline();
        if (!placement.translation(points, fit.translation)
                || !align(config.maxPoints(), fit.kinematics.rootRotation)) {
            return false;
        }
        fit.takeDistance();
        java.util.Arrays.fill(fit.kinematics.bends, 0);
        java.util.Arrays.fill(fit.origin, 0);
        fit.prior.clearPrediction();
        fit.bind(rig, body);
        for (double kernel : COLD_KERNELS) {
            fit.optimise(COLD_ITERATIONS, kernel);
        }
        belief = LegBelief.fresh();
        fit.vote(rig, body);
        refine(body);
        return true;
    }

    /** The mesh where the animal should be by then: 3 per vertex, the crop camera's axes, template metres; overwritten. */
    float[] expectedMesh(Track track, Body body, long ptsMicros, CropCamera camera) {
        past = track;
        startWarm(body, ptsMicros);
        return mesh.pose(body, fit, camera);
    }

    /** Whether the points, taken as a stiff body, face quite another way than expected. */
    boolean contradicts(Track track, long ptsMicros) {
        points.dropOutline();
        predict(track, ptsMicros);
        if (!align(TURN_POINTS, rotation)) {
            return false;
        }
        Rotations.difference(rotation, fit.prior.rotation, turn);
        return turn[0] * turn[0] + turn[1] * turn[1] + turn[2] * turn[2] > TURN_MAX * TURN_MAX;
    }

    /** Fits from where the animal should be by now, with left and right legs as what they most likely are. */
    boolean solveWarm(Track track, Body body, long ptsMicros) {
        past = track;
        double dt = startWarm(body, ptsMicros);
        FitPrior prior = fit.prior;
        prior.translationInformation = 1 / square(TRANSLATION_RATE * dt);
        prior.rotationInformation = 1 / square(ROTATION_RATE * dt);
        prior.bendInformation = 1 / square(BEND_RATE * dt);
        foreseen = fit.explainedAsItStands();
        fit.vote(rig, body);
        belief = track.legs().next(fit.votes).stepped(legJoints.feetAhead(fit.kinematics), dt);
        boolean anew = false;
        for (int most = 0; most < LegVote.PAIRS; most++) {
            int pair = belief.exchanged();
            if (pair < 0) {
                break;
            }
            anew = true;
            past = past.withExchanged(pair, legJoints);
            belief = belief.withExchanged(pair);
        }
        if (anew) {
            startWarm(body, ptsMicros);
            fit.vote(rig, body);
        }
        refineWarm(body);
        return true;
    }

    /** Puts the fit where the past should have gone by now; returns the time step in seconds. */
    private double startWarm(Body body, long ptsMicros) {
        double dt = predict(past, ptsMicros);
        fit.startAsExpected();
        points.dropOutline();
        fit.bind(rig, body);
        return dt;
    }

    /** Improves the present pose, which the points have been bound to and have voted on. */
    private void refine(Body body) {
        for (int round = 0; round < COLD_ROUNDS; round++) {
            chooseSides(body, round > 0);
            takeOutline(body);
            fit.optimise(COLD_ITERATIONS, WARM_KERNEL);
        }
    }

    /**
     * The same where little is left to do. The outline is read off the pose drawn: only the last round looks at it, as it
     * says little before the points have put the pose right; for that one step is enough.
     */
    private void refineWarm(Body body) {
        for (int round = 0; round < WARM_ROUNDS; round++) {
            chooseSides(body, round > 0);
            if (round == WARM_ROUNDS - 1) {
                takeOutline(body);
            }
            fit.touchUp(round < WARM_ROUNDS - 1 ? 1 : Math.max(1, config.iterations() / WARM_ROUNDS), WARM_KERNEL);
        }
    }

    private void chooseSides(Body body, boolean voteAnew) {
        if (voteAnew) {
            fit.vote(rig, body);
        }
        fit.chooseSides(rig, body);
    }

    private void takeOutline(Body body) {
        outline.match(body, fit, points);
        fit.bindOutline(rig, body);
    }

    /** What the detection read and the pose fitted to it show, where nothing is known of the past. */
    Signs signs(Detection detection) {
        readFrameSigns(detection);
        return signs.signs();
    }

    /** The same for the next frame of a track, after {@link #solveWarm}. */
    Signs signs(Detection detection, Track track) {
        readFrameSigns(detection);
        Rotations.difference(fit.kinematics.rootRotation, fit.prior.rotation, turn);
        double turned = Math.sqrt(square(turn[0]) + square(turn[1]) + square(turn[2]));
        signs.readChange(foreseen, track.predictedBox().overlap(detection.box()), turned);
        return signs.signs();
    }

    private void readFrameSigns(Detection detection) {
        float[] m = detection.camera().frameFromCrop();
        double depth = m[2] * fit.translation[0] + m[5] * fit.translation[1] + m[8] * fit.translation[2];
        double pitch = Math.max(0.1, depth)
                * 2
                * detection.camera().tanHalf()
                / detection.maps().size();
        signs.readFrame(detection, points, fit, outline, pitch);
    }

    /** The shape after this frame; the pose must have been solved with {@code shape}. */
    ShapeEstimate updatedShape(ShapeEstimate shape) {
        return shape.wantsFrame() && fit.gather(shapeBlocks)
                ? shape.with(shapeBlocks.matrix.data, shapeBlocks.gradient)
                : shape.without();
    }

    /**
     * The coat after this frame; the pose must have been solved with {@code body}. A turned or badly explained pose
     * must not come here: it would paint the neck on the rump.
     */
    CoatEstimate updatedCoat(CoatEstimate coat, Body body, Detection detection) {
        return coat.wantsFrame() && coatReader.read(detection, body, fit)
                ? coat.with(coatReader.seen(), coatReader.weights(), coatFiller)
                : coat.without();
    }

    /** Fits again from the present pose, for a shape that has changed. */
    void solveAgain(Body body) {
        fit.bind(rig, body);
        fit.vote(rig, body);
        refine(body);
    }

    Track begin(int id, long ptsMicros, Detection detection, ShapeEstimate shape, double confidence) {
        return new Track(
                id,
                ptsMicros,
                0,
                1,
                0,
                0,
                confidence,
                detection.box(),
                new double[4],
                fit.translation.clone(),
                fit.kinematics.rootRotation.clone(),
                fit.kinematics.bends.clone(),
                new double[3 + 3 * joints],
                shape,
                CoatEstimate.unseen(rig.mesh().vertexCount()),
                belief,
                GroundBelief.unknown());
    }

    /** The track moved on to the pose that {@link #solveWarm} has fitted to it. */
    Track advance(Track track, long ptsMicros, Detection detection, ShapeEstimate shape, double confidence) {
        double dt = seconds(track, ptsMicros);
        double[] velocity = new double[3 + 3 * joints];
        Rotations.difference(fit.kinematics.rootRotation, track.rotation(), turn);
        for (int i = 0; i < velocity.length; i++) {
            double change = i < 3
                    ? fit.translation[i] - past.translation()[i]
                    : i < 6 ? turn[i - 3] : fit.kinematics.bends[i - 3] - past.bends()[i - 3];
            velocity[i] = past.velocity()[i] + VELOCITY_GAIN * (change / dt - past.velocity()[i]);
        }
        return moved(track, ptsMicros, detection, shape, confidence, velocity);
    }

    /** The same animal, newly understood: neither velocity nor shape nor ground survives. */
    Track restart(Track track, long ptsMicros, Detection detection, ShapeEstimate shape, double confidence) {
        return moved(track, ptsMicros, detection, shape, confidence, new double[3 + 3 * joints])
                .withGround(GroundBelief.unknown());
    }

    private Track moved(
            Track track,
            long ptsMicros,
            Detection detection,
            ShapeEstimate shape,
            double confidence,
            double[] velocity) {
        return new Track(
                track.id(),
                ptsMicros,
                ptsMicros - track.ptsMicros(),
                track.frames() + 1,
                0,
                0,
                confidence,
                detection.box(),
                boxVelocity(track, ptsMicros, detection.box()),
                fit.translation.clone(),
                fit.kinematics.rootRotation.clone(),
                fit.kinematics.bends.clone(),
                velocity,
                shape,
                track.coat(),
                belief,
                track.ground());
    }

    /** The expected pose, at the place where the animal is seen: the detection itself is of no use. */
    Track hold(Track track, long ptsMicros, Detection detection, int contradictions, double fade) {
        Track coasted = coast(track, ptsMicros, fade);
        return new Track(
                track.id(),
                ptsMicros,
                coasted.stepMicros(),
                track.frames(),
                0,
                contradictions,
                coasted.confidence(),
                detection.box(),
                coasted.boxVelocity(),
                coasted.translation(),
                coasted.rotation(),
                coasted.bends(),
                coasted.velocity(),
                track.shape(),
                track.coat(),
                track.legs(),
                track.ground());
    }

    /** The expected pose, nothing having been seen. */
    Track coast(Track track, long ptsMicros, double fade) {
        predict(track, ptsMicros);
        double[] velocity = track.velocity().clone();
        for (int i = 0; i < velocity.length; i++) {
            velocity[i] *= VELOCITY_KEPT;
        }
        return new Track(
                track.id(),
                ptsMicros,
                ptsMicros - track.ptsMicros(),
                track.frames(),
                track.missed() + 1,
                track.contradictions(),
                fade * track.confidence(),
                track.box(),
                track.boxVelocity(),
                fit.prior.translation.clone(),
                fit.prior.rotation.clone(),
                fit.prior.bends.clone(),
                velocity,
                track.shape(),
                track.coat(),
                track.legs(),
                track.ground());
    }

    /** Writes the expected pose to the prior; returns the time step in seconds. */
    private double predict(Track track, long ptsMicros) {
        double dt = seconds(track, ptsMicros);
        FitPrior prior = fit.prior;
        double carry = VELOCITY_CARRIED * dt;
        for (int r = 0; r < 3; r++) {
            prior.translation[r] = track.translation()[r] + carry * track.velocity()[r];
            turn[r] = carry * track.velocity()[3 + r];
        }
        Rotations.toQuaternion(turn, 0, prior.rotation, 0);
        Rotations.multiplyQuaternions(prior.rotation, track.rotation(), prior.rotation);
        for (int i = 3; i < 3 * joints; i++) {
            prior.bends[i] = track.bends()[i] + carry * track.velocity()[3 + i];
        }
        return dt;
    }

    private static double seconds(Track track, long ptsMicros) {
        double dt = 1e-6 * (ptsMicros - track.ptsMicros());
        return Math.max(STEP_SECONDS_MIN, Math.min(STEP_SECONDS_MAX, dt));
    }

    private static double[] boxVelocity(Track track, long ptsMicros, Box box) {
        double dt = seconds(track, ptsMicros);
        Box old = track.box();
        double[] measured = {
            (box.x() - old.x()) / dt,
            (box.y() - old.y()) / dt,
            (box.width() - old.width()) / dt,
            (box.height() - old.height()) / dt
        };
        for (int i = 0; i < 4; i++) {
            measured[i] = track.boxVelocity()[i] + BOX_VELOCITY_GAIN * (measured[i] - track.boxVelocity()[i]);
        }
        return measured;
    }

    private boolean align(int pointsMax, double[] quaternionOut) {
        if (!placement.rotation(points, pointsMax, matrix)) {
            return false;
        }
        rotationMatrix.set(
                matrix[0], matrix[3], matrix[6], matrix[1], matrix[4], matrix[7], matrix[2], matrix[5], matrix[8]);
        quaternion.setFromNormalized(rotationMatrix);
        quaternionOut[0] = quaternion.x;
        quaternionOut[1] = quaternion.y;
        quaternionOut[2] = quaternion.z;
        quaternionOut[3] = quaternion.w;
        return true;
    }

    private static double square(double v) {
        return v * v;
    }
}
