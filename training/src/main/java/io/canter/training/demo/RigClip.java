package io.canter.training.demo;

import io.canter.tracking.Rig;
import io.canter.training.rigs.ImportedRig;
import io.canter.training.scene.CarriedRoot;
import io.canter.training.scene.SceneGenerator;
import io.canter.training.scene.Stage;
import io.canter.training.scene.View;
import java.io.IOException;
import java.util.Arrays;
import org.joml.Matrix3f;
import org.joml.Matrix4d;
import org.joml.Matrix4f;
import org.joml.Vector3d;

/**
 * A clip of an imported rig that moves by an animation of its own file, over and over. It is turned to face +z and set
 * onto the ground once, for all frames. An animation that goes somewhere is carried on from where it ended; one that
 * treads in one place goes forward as fast as its lowest foot goes back.
 */
public final class RigClip implements Clip {
    private static final int LOOKS = 48;
    private static final double LOOK_SECONDS = 0.01;
    /** Slower than this, metres a second, it stands: idle animations shift their feet. */
    private static final double SPEED_MIN = 0.1;
    /** What comes back this near to where it began, metres, goes nowhere. */
    private static final double CLOSED = 0.05;

    private final ImportedRig rig;
    private final String clip;
    private final CameraPath camera;
    private final Stage stage;
    private final int frames;
    private final double framesPerSecond;
    private final CarriedRoot root;
    private final float[] rest; // vertices, in the metres of the clip
    private final int[] feet; // vertices
    private final double seconds; // of one round
    private final float[] file; // vertices as the file's scene has them
    private final float[] world;
    private final double[] centre = new double[3]; // x and z in the middle, y the ground; the file's scene
    private final double[] round = new double[2]; // x and z from one round to the next, world
    private double cos = 1;
    private double sin;
    private double speed;

    /**
     * @param clip one of the rig's animations
     * @param camera goes farther away where it would cut off a tall animal
     * @param stage of {@link Stage#random(Rig, float[], int[], long, int, int)} for this rig
     */
    public RigClip(
            Rig template,
            ImportedRig rig,
            String clip,
            CameraPath camera,
            Stage stage,
            int frames,
            double framesPerSecond) {
        if (frames < 1 || !(framesPerSecond > 0)) {
            throw new IllegalArgumentException("clip of " + frames + " frames at " + framesPerSecond + " a second");
        }
        this.rig = rig;
        this.clip = clip;
        this.stage = stage;
        this.frames = frames;
        this.framesPerSecond = framesPerSecond;
        root = new CarriedRoot(template, rig.name(), rig.canonical());
        feet = SceneGenerator.footVertices(template, rig.canonical());
        rest = standing(rig);
        this.camera = camera.fitting(rest, stage.width(), stage.height());
        seconds = rig.clipSeconds(clip);
        file = new float[rig.canonical().length];
        world = new float[file.length];
        stand();
        go();
    }

    /**
     * The truth of one frame, in its camera.
     *
     * @param view the camera
     * @param vertices 3 per vertex, metres
     * @param joints 3 per joint of the template: the root as the trunk's surface carries it, the others where the rig's
     *     joint is that stands for it; NaN where none does
     * @param turns by joint, cameraFromBind: how it has turned; null where none stands for it
     */
    public record Truth(View view, float[] vertices, float[] joints, Matrix3f[] turns) {}

    /** At rest as it stands in the clip: on y = 0, its middle above the origin. */
    private static float[] standing(ImportedRig rig) {
        float[] rest = rig.rest().vertices();
        double[] middle = mean(rest);
        middle[1] = rest[1];
        for (int i = 1; i < rest.length; i += 3) {
            middle[1] = Math.min(middle[1], rest[i]);
        }
        for (int i = 0; i < rest.length; i++) {
            rest[i] = (float) (rig.trunkStretch() * (rest[i] - middle[i % 3]));
        }
        return rest;
    }

    /** How it is turned and where it stands, from looks at a whole round. */
    private void stand() {
        float[] q = rig.canonical();
        double[] middle = mean(q);
        double along = 0;
        double across = 0;
        centre[1] = Double.MAX_VALUE;
        for (int k = 0; k < LOOKS; k++) {
            rig.pose(clip, seconds * k / LOOKS, file);
            double[] here = mean(file);
            for (int i = 0; i < q.length; i += 3) {
                double qx = q[i] - middle[0];
                double qz = q[i + 2] - middle[2];
                along += qx * (file[i] - here[0]) + qz * (file[i + 2] - here[2]);
                across += qx * (file[i + 2] - here[2]) - qz * (file[i] - here[0]);
                centre[1] = Math.min(centre[1], file[i + 1]);
            }
            if (k == 0) {
                centre[0] = here[0];
                centre[2] = here[2];
            }
        }
        double length = Math.hypot(along, across) + 1e-9;
        cos = along / length;
        sin = across / length;
    }

    /** How fast it goes. */
    private void go() {
        if (!(seconds > 0)) {
            return;
        }
        place(0);
        double[] start = mean(world);
        place(Math.nextDown(seconds));
        double[] end = mean(world);
        if (Math.hypot(end[0] - start[0], end[2] - start[2]) > CLOSED) {
            round[0] = end[0] - start[0];
            round[1] = end[2] - start[2];
            return;
        }
        double[] speeds = new double[LOOKS];
        for (int k = 0; k < LOOKS; k++) {
            double moment = (seconds - LOOK_SECONDS) * k / LOOKS;
            place(moment);
            int lowest = Arrays.stream(feet)
                    .reduce((a, b) -> world[3 * a + 1] <= world[3 * b + 1] ? a : b)
                    .orElseThrow();
            float before = world[3 * lowest + 2];
            place(moment + LOOK_SECONDS);
            speeds[k] = (before - world[3 * lowest + 2]) / LOOK_SECONDS;
        }
        Arrays.sort(speeds);
        double median = speeds[LOOKS / 2];
        speed = Math.abs(median) < SPEED_MIN ? 0 : median;
    }

    private static double[] mean(float[] points) {
        double[] mean = new double[3];
        for (int i = 0; i < points.length; i++) {
            mean[i % 3] += points[i] / (points.length / 3.0);
        }
        return mean;
    }

    /** Puts the vertices into the world at a moment. */
    private void place(double moment) {
        rig.pose(clip, inRound(moment), file);
        double[] shift = shift(moment);
        for (int i = 0; i < file.length; i += 3) {
            double x = file[i] - centre[0];
            double z = file[i + 2] - centre[2];
            world[i] = (float) (cos * x + sin * z + shift[0]);
            world[i + 1] = (float) (file[i + 1] - centre[1]);
            world[i + 2] = (float) (cos * z - sin * x + shift[1]);
        }
    }

    private double inRound(double moment) {
        return seconds > 0 ? moment - seconds * Math.floor(moment / seconds) : 0;
    }

    /** Along x and z. */
    private double[] shift(double moment) {
        double rounds = seconds > 0 ? Math.floor(moment / seconds) : 0;
        return new double[] {rounds * round[0], rounds * round[1] + speed * moment};
    }

    /** How far it has come, metres. */
    private double travel(double moment) {
        return speed * moment + (seconds > 0 ? round[1] * moment / seconds : 0);
    }

    /** Its speed over the ground, metres a second. */
    public double speed() {
        return travel(1);
    }

    public ImportedRig rig() {
        return rig;
    }

    @Override
    public Stage stage() {
        return stage;
    }

    @Override
    public int frames() {
        return frames;
    }

    @Override
    public double framesPerSecond() {
        return framesPerSecond;
    }

    @Override
    public View view(int frame) {
        return camera.at(
                frame / framesPerSecond,
                durationSeconds(),
                moment -> new double[] {0, travel(moment)},
                rest,
                stage.width(),
                stage.height());
    }

    /** The truth of a frame; its arrays are the caller's. */
    public Truth truth(int frame) {
        double moment = frame / framesPerSecond;
        place(moment);
        View view = view(frame);
        Matrix4d[] frames = rig.poseJoints(clip, inRound(moment));
        double[] shift = shift(moment);
        float[] joints = new float[3 * frames.length];
        Arrays.fill(joints, Float.NaN);
        Matrix3f[] turns = new Matrix3f[frames.length];
        float[] m = view.cameraFromWorld();
        // JOML's matrices are column-major: so this is the given one, turned.
        Matrix3f cameraFromFile = new Matrix3f(m[0], m[3], m[6], m[1], m[4], m[7], m[2], m[5], m[8])
                .mul(new Matrix3f((float) cos, 0, (float) -sin, 0, 1, 0, (float) sin, 0, (float) cos));
        for (int t : rig.mapped()) {
            Vector3d at = frames[t].getTranslation(new Vector3d()).sub(centre[0], centre[1], centre[2]);
            joints[3 * t] = (float) (cos * at.x + sin * at.z + shift[0]);
            joints[3 * t + 1] = (float) at.y;
            joints[3 * t + 2] = (float) (cos * at.z - sin * at.x + shift[1]);
            turns[t] = cameraFromFile.mul(new Matrix3f(new Matrix4f(frames[t])), new Matrix3f());
        }
        System.arraycopy(root.of(world), 0, joints, 0, 3);
        float[] vertices = new float[world.length];
        view.toCamera(world, vertices);
        float[] seen = new float[joints.length];
        view.toCamera(joints, seen);
        return new Truth(view, vertices, seen, turns);
    }

    @Override
    public void render(Sink sink) throws IOException {
        int pixels = stage.width() * stage.height();
        byte[] rgb = new byte[3 * pixels];
        byte[] mask = new byte[pixels];
        float[] trodden = new float[3 * feet.length];
        for (int i = 0; i < frames; i++) {
            Truth truth = truth(i);
            for (int f = 0; f < feet.length; f++) {
                System.arraycopy(world, 3 * feet[f], trodden, 3 * f, 3);
            }
            stage.render(world, trodden, truth.view(), rgb, mask);
            sink.accept(new Moment(
                    i, ptsMicros(i), rgb, mask, truth.joints(), truth.view().intrinsics()));
        }
    }
}
