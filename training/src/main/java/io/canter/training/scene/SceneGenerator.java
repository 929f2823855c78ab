package io.canter.training.scene;

import io.canter.tracking.Body;
import io.canter.tracking.LayeredRasterizer;
import io.canter.tracking.Pose;
import io.canter.tracking.Rig;
import io.canter.tracking.Skinner;
import io.canter.training.family.AnimalFamily;
import io.canter.training.family.AnimalFamily.Individual;
import io.canter.training.geometry.NearestPoints;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Makes training samples. {@link #sample} is a pure function of its seed: the same seed gives the same bytes, whatever
 * was made before and on which thread. One instance serves one thread.
 */
public final class SceneGenerator {
    /** Edge of the image, of the maps, and crossings per ray, as the network's contract has them. */
    public static final int IMAGE_SIZE = 160;

    public static final int MAP_SIZE = 80;
    public static final int LAYERS = 4;

    private static final double NEGATIVES = 0.15;
    // Of the negatives: pictures that are no scenes at all, such as test bars and print. Without them the network is as
    // sure of a mask there as on a horse.
    private static final double FOREIGN = 0.45;
    private static final int FOREIGN_EDGE_MAX = 4; // a crop of up to so many times the image's edge
    // Where there are photographs: so many of the scenes, and of those without an animal, stand before one.
    private static final double PHOTOS = 0.4;
    private static final double PHOTOS_NEGATIVE = 0.6;
    private static final long DISGUISE_DICE = 0xD159155EL;
    private static final double COMPANIONS = 0.1;
    // Where there are imported bodies: few bodies for so many samples, so the family stays by far in the majority.
    private static final double FOREIGN_BODIES = 0.12;
    // A prior is so many frames old, at so many a second; since then the animal has turned against the camera (radians)
    // and moved (metres) as much.
    private static final int PRIOR_FRAMES_MAX = 3;
    private static final double PRIOR_RATE = 25;
    private static final float PRIOR_TURN = 0.03f;
    private static final float PRIOR_MOVE = 0.03f;
    // Who follows goes astray at times: then it remembers another heading, another place and an older pose. A network
    // that never saw that believes what it is told against its eyes, and whoever follows it never finds back.
    private static final double ASTRAY = 0.25;
    private static final int ASTRAY_FRAMES_MAX = 10;
    private static final float ASTRAY_TURN = 0.4f;
    private static final float ASTRAY_MOVE = 0.12f;
    // What is remembered wears a body that was guessed: so far from the individual's own to the family's, at most.
    private static final float GUESSED_BODY_MAX = 0.6f;
    private static final long PRIOR_DICE = 0x9B1012L;
    private static final String[] FEET = {"hind_foot_l", "hind_foot_r", "fore_foot_l", "fore_foot_r"};

    private final Rig rig;
    private final Regions regions;
    private final BodyPool bodies;
    private final Photos photos;
    private final Optional<Disguise> disguise; // where there are photographs
    private final ForeignBodies foreign;
    private final Map<ForeignBodies.Kind, ForeignActor> foreignActors = new HashMap<>();
    private final Poses poses;
    private final Shares shares;
    private final ViewSampler views = new ViewSampler(IMAGE_SIZE);
    private final Skinner skinner;
    private final Skinner before;
    private final SceneRenderer renderer;
    private final LayeredRasterizer truth = new LayeredRasterizer(MAP_SIZE, MAP_SIZE, LAYERS);
    private final ShadowMap shadow = new ShadowMap();
    private final Canvas canvas = new Canvas(IMAGE_SIZE, IMAGE_SIZE);
    private final Finish finish = new Finish(IMAGE_SIZE, IMAGE_SIZE);
    private final float[] world;
    private final float[] companion;
    private final float[] familyCamera;
    private View view;

    SceneGenerator(
            Rig rig,
            Regions regions,
            BodyPool bodies,
            Photos photos,
            ForeignBodies foreign,
            Poses poses,
            Shares shares) {
        this.rig = rig;
        this.photos = photos;
        disguise = photos.isEmpty() ? Optional.empty() : Optional.of(new Disguise(photos, rig, regions));
        this.foreign = foreign;
        this.regions = regions;
        this.bodies = bodies;
        this.poses = poses;
        this.shares = shares;
        skinner = new Skinner(rig);
        before = new Skinner(rig);
        renderer = new SceneRenderer(rig.mesh(), regions, IMAGE_SIZE, IMAGE_SIZE, 2);
        world = new float[rig.mesh().vertices().length];
        companion = new float[world.length];
        familyCamera = new float[world.length];
    }

    /** The sample of that seed. */
    public Sample sample(long seed) {
        Dice dice = new Dice(seed);
        Individual individual = bodies.of(seed, dice.split());
        long poseSeed = dice.generator().nextLong();
        Pose pose = poses.draw(new Dice(poseSeed).generator(), individual.body(), 0);
        skinner.skin(individual.body(), pose, world);
        Actor actor = new Actor(
                rig.mesh(),
                regions,
                renderer,
                world,
                feet(rig, skinner),
                pose.rootTranslation(),
                AnimalFamily.species().indexOf(individual.species()));
        if (!foreign.isEmpty() && dice.chance(FOREIGN_BODIES)) {
            actor = foreigner(dice.split());
        }
        view = views.sample(dice.split(), actor.world());
        boolean negative = dice.chance(NEGATIVES);
        byte[] image;
        if (negative && dice.chance(FOREIGN)) {
            image = foreign(dice.split());
        } else {
            paint(dice.split(), worn(new Dice(seed ^ DISGUISE_DICE)), actor, individual, pose, view, negative);
            image = new byte[3 * IMAGE_SIZE * IMAGE_SIZE];
            finish.develop(canvas, dice.split(), image);
        }
        Sample sample = measure(seed, image, actor, view, negative);
        // Its own dice: with or without a prior, a seed gives the same picture. Pictures without an animal have priors
        // as often, or a prior would tell that there is one.
        Dice memory = new Dice(seed ^ PRIOR_DICE);
        return actor.world() == world && memory.chance(shares.priors())
                ? sample.with(prior(memory, individual, poseSeed, pose.rootTranslation()))
                : sample;
    }

    private Sample.Prior prior(Dice dice, Individual individual, long poseSeed, float[] root) {
        boolean astray = dice.chance(ASTRAY);
        double seconds = (1 + dice.below(astray ? ASTRAY_FRAMES_MAX : PRIOR_FRAMES_MAX)) / PRIOR_RATE;
        Pose pose = poses.draw(new Dice(poseSeed).generator(), individual.body(), seconds);
        before.skin(guessed(individual.body(), dice.uniform(0, GUESSED_BODY_MAX)), pose, companion);
        float turn = (astray ? ASTRAY_TURN : PRIOR_TURN) * dice.gaussian();
        float move = astray ? ASTRAY_MOVE : PRIOR_MOVE;
        float cos = (float) Math.cos(turn);
        float sin = (float) Math.sin(turn);
        float[] moved = {move * dice.gaussian(), 0.3f * move * dice.gaussian(), move * dice.gaussian()};
        for (int v = 0; v < companion.length; v += 3) {
            float x = companion[v] - root[0];
            float z = companion[v + 2] - root[2];
            companion[v] = root[0] + cos * x + sin * z + moved[0];
            companion[v + 1] += moved[1];
            companion[v + 2] = root[2] + cos * z - sin * x + moved[2];
        }
        view.toCamera(companion, familyCamera);
        truth.rasterize(
                familyCamera,
                rig.mesh().triangles(),
                0.5f * IMAGE_SIZE / view.intrinsics().fx());
        int plane = MAP_SIZE * MAP_SIZE;
        byte[] occupancy = new byte[plane];
        float[] canonical = new float[3 * plane];
        truth.interpolate(rig.mesh().vertices(), 0, canonical, 0);
        for (int p = 0; p < plane; p++) {
            occupancy[p] = (byte) (truth.hit(0, p) ? 1 : 0);
        }
        return new Sample.Prior(occupancy, canonical);
    }

    private Body guessed(Body own, float share) {
        return new Body(
                between(own.vertices(), rig.template().vertices(), share),
                between(own.joints(), rig.template().joints(), share));
    }

    private static float[] between(float[] from, float[] to, float share) {
        float[] out = new float[from.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = from[i] + share * (to[i] - from[i]);
        }
        return out;
    }

    /** Where the latest sample's joints are: 3 each, axes of its crop camera, from the root joint, template metres. */
    float[] joints() {
        float[] joints = new float[skinner.jointPositions().length];
        view.toCamera(skinner.jointPositions(), joints);
        for (int i = joints.length - 1; i >= 0; i--) {
            joints[i] -= joints[i % 3];
        }
        return joints;
    }

    /** A square cut out of a picture that shows no scene; planar RGB. */
    private static byte[] foreign(Dice dice) {
        int width = IMAGE_SIZE * (1 + dice.generator().nextInt(FOREIGN_EDGE_MAX));
        int height = Math.max(IMAGE_SIZE, width * 9 / 16);
        byte[] whole = EmptyPicture.draw(dice.generator().nextLong(), width, height);
        int left = dice.generator().nextInt(width - IMAGE_SIZE + 1);
        int top = dice.generator().nextInt(height - IMAGE_SIZE + 1);
        byte[] image = new byte[3 * IMAGE_SIZE * IMAGE_SIZE];
        for (int i = 0; i < IMAGE_SIZE * IMAGE_SIZE; i++) {
            int from = 3 * ((top + i / IMAGE_SIZE) * width + left + i % IMAGE_SIZE);
            for (int c = 0; c < 3; c++) {
                image[c * IMAGE_SIZE * IMAGE_SIZE + i] = whole[from + c];
            }
        }
        return image;
    }

    /** One of the imported bodies, in its own motion. */
    private Actor foreigner(Dice dice) {
        ForeignBodies.Kind kind = foreign.kinds().get(dice.below(foreign.kinds().size()));
        return foreignActors
                .computeIfAbsent(kind, k -> new ForeignActor(rig, k, IMAGE_SIZE))
                .pose(dice);
    }

    /**
     * The vertices of a foreign body where the template has its feet.
     *
     * @param canonical Q of every vertex, 3 each
     */
    public static int[] footVertices(Rig template, float[] canonical) {
        NearestPoints vertices = new NearestPoints(canonical);
        float[] rest = template.skeleton().restPositions();
        return Stream.of(FEET)
                .mapToInt(template.skeleton()::indexOf)
                .map(j -> vertices.nearest(rest[3 * j], rest[3 * j + 1], rest[3 * j + 2]))
                .toArray();
    }

    /** Where the posed feet are, 3 numbers each. */
    static float[] feet(Rig rig, Skinner skinner) {
        float[] feet = new float[3 * FEET.length];
        for (int f = 0; f < FEET.length; f++) {
            int joint = rig.skeleton().indexOf(FEET[f]);
            System.arraycopy(skinner.jointPositions(), 3 * joint, feet, 3 * f, 3);
        }
        return feet;
    }

    private Optional<Disguise.Worn> worn(Dice dice) {
        return disguise.filter(any -> dice.chance(shares.disguises())).map(some -> some.by(dice));
    }

    private void paint(
            Dice dice,
            Optional<Disguise.Worn> disguise,
            Actor actor,
            Individual individual,
            Pose pose,
            View view,
            boolean negative) {
        Light sun = Light.random(dice.split());
        Light light = disguise.map(d -> d.light(sun)).orElse(sun);
        boolean shaded = dice.chance(0.75);
        if (shaded) {
            float[] centre = ViewSampler.centre(actor.world());
            shadow.cast(actor.world(), actor.mesh().triangles(), centre, 2.2f, light.towardsSun());
        }
        ShadowMap cast = shaded ? shadow : null;
        Dice back = dice.split();
        if (!photos.isEmpty() && back.chance(negative ? PHOTOS_NEGATIVE : PHOTOS)) {
            photos.paint(canvas, back);
        } else if (back.chance(0.7)) {
            ShadowMap onGround = negative || back.chance(0.15) ? null : cast;
            Backdrop.random(back).paint(canvas, view, light, onGround, negative ? new float[0] : actor.feet());
        } else {
            Clutter.abstractBackground(canvas, back);
        }
        if (back.chance(negative ? 0.8 : 0.3)) {
            Clutter.behind(canvas, back);
        }
        if (negative) {
            while (back.chance(0.5)) {
                Clutter.decoy(canvas, back);
            }
        }
        if (back.chance(0.4)) {
            canvas.blur(Math.min(6, back.logNormal(1.2f, 0.7f)));
        }
        if (!negative) {
            paintAnimals(dice, disguise, actor, individual, pose, view, light, cast);
        }
        Dice front = dice.split();
        if (front.chance(0.22)) {
            Clutter.inFront(canvas, front);
        }
    }

    private void paintAnimals(
            Dice dice,
            Optional<Disguise.Worn> disguise,
            Actor actor,
            Individual individual,
            Pose pose,
            View view,
            Light light,
            ShadowMap cast) {
        long lookSeed = dice.generator().nextLong();
        Dice other = dice.split();
        if (other.chance(COMPANIONS)) {
            boolean herd = other.chance(0.5);
            int count = other.chance(0.35) ? 2 + other.below(2) : 1;
            for (int n = 0; n < count; n++) {
                stepAside(other, individual, pose, view);
                // In a herd all look the same.
                Dice coat = herd ? new Dice(lookSeed) : other.split();
                renderer.draw(canvas, view, companion, look(coat, regions, light, null), false);
            }
        }
        SceneRenderer.Look plain = look(new Dice(lookSeed), actor.regions(), light, cast);
        SceneRenderer.Look look = disguise.map(d -> d.look(plain, canvas)).orElse(plain);
        actor.renderer().draw(canvas, view, actor.world(), look, false);
        Dice rider = dice.split();
        if (rider.chance(0.07) && actor.world() == world) {
            mount(rider, individual, pose, view);
        }
    }

    private static SceneRenderer.Look look(Dice dice, Regions regions, Light light, ShadowMap cast) {
        float fray = dice.chance(0.35) ? dice.uniform(0.2f, 1.3f) : 0;
        float shag = dice.chance(0.35) ? dice.uniform(0.01f, 0.06f) : 0;
        return new SceneRenderer.Look(Coat.random(dice, regions), light, cast, fray, shag, dice.noiseSeed());
    }

    // Another of its kind, in another pose, farther from the camera.
    private void stepAside(Dice dice, Individual individual, Pose pose, View view) {
        float[] m = view.cameraFromWorld();
        skinner.skin(individual.body(), poses.draw(dice.generator(), individual.body(), 0), companion);
        skinner.poseJoints(individual.body(), pose); // back to the main animal's joints
        float away = dice.uniform(0.7f, 5);
        float aside = (dice.chance(0.5) ? 1 : -1) * dice.uniform(0.3f, 2.5f);
        float turn = dice.chance(0.5) ? dice.gaussian() * 0.4f : dice.uniform(0, 6.2832f);
        float cos = (float) Math.cos(turn);
        float sin = (float) Math.sin(turn);
        float flat = (float) Math.sqrt(m[6] * m[6] + m[8] * m[8]) + 1e-6f;
        float offsetX = away * m[6] / flat + aside * m[0];
        float offsetZ = away * m[8] / flat + aside * m[2];
        float size = dice.uniform(0.75f, 1.15f);
        for (int v = 0; v < companion.length; v += 3) {
            float x = companion[v] * size;
            float z = companion[v + 2] * size;
            companion[v] = cos * x + sin * z + offsetX;
            companion[v + 1] *= size;
            companion[v + 2] = cos * z - sin * x + offsetZ;
        }
    }

    private void mount(Dice dice, Individual individual, Pose pose, View view) {
        skinner.poseJoints(individual.body(), pose);
        int thorax = rig.skeleton().indexOf("thorax");
        float[] joints = skinner.jointPositions();
        float[] rotations = skinner.jointRotations();
        // The back is about 0.2 m above the thorax joint, a little behind it; a rider is about a metre above that.
        float[] points = new float[6];
        for (int k = 0; k < 3; k++) {
            points[k] = joints[3 * thorax + k]
                    + 0.22f * rotations[9 * thorax + 3 * k + 1]
                    - 0.2f * rotations[9 * thorax + 3 * k + 2];
            points[3 + k] = points[k] + (k == 1 ? 1 : 0);
        }
        float[] seen = new float[6];
        view.toCamera(points, seen);
        if (seen[2] < 0.3f || seen[5] < 0.3f) {
            return;
        }
        float f = view.intrinsics().fx();
        float[] seat = {seen[0] / seen[2] * f + 0.5f * IMAGE_SIZE, seen[1] / seen[2] * f + 0.5f * IMAGE_SIZE};
        float[] up = {
            seen[3] / seen[5] * f + 0.5f * IMAGE_SIZE - seat[0], seen[4] / seen[5] * f + 0.5f * IMAGE_SIZE - seat[1]
        };
        Clutter.rider(canvas, dice, seat, up);
    }

    private Sample measure(long seed, byte[] image, Actor actor, View view, boolean negative) {
        int plane = MAP_SIZE * MAP_SIZE;
        float tanHalf = 0.5f * IMAGE_SIZE / view.intrinsics().fx();
        byte[] occupancy = new byte[LAYERS * plane];
        float[] canonical = new float[3 * LAYERS * plane];
        float[] posed = new float[3 * LAYERS * plane];
        if (negative) {
            return new Sample(
                    seed,
                    IMAGE_SIZE,
                    MAP_SIZE,
                    LAYERS,
                    image,
                    occupancy,
                    canonical,
                    posed,
                    tanHalf,
                    0,
                    0,
                    0,
                    Sample.Prior.NONE);
        }
        float[] camera = actor.world() == world ? familyCamera : new float[actor.world().length];
        view.toCamera(actor.world(), camera);
        truth.rasterize(camera, actor.mesh().triangles(), tanHalf);
        float[] root = new float[3];
        view.toCamera(actor.root(), root);
        int inside = 0;
        for (int v = 0; v < camera.length; v += 3) {
            float reach = tanHalf * camera[v + 2];
            inside += Math.abs(camera[v]) < reach && Math.abs(camera[v + 1]) < reach ? 1 : 0;
            for (int k = 0; k < 3; k++) {
                camera[v + k] -= root[k];
            }
        }
        for (int layer = 0; layer < LAYERS; layer++) {
            truth.interpolate(actor.mesh().vertices(), layer, canonical, 3 * layer * plane);
            truth.interpolate(camera, layer, posed, 3 * layer * plane);
            for (int p = 0; p < plane; p++) {
                occupancy[layer * plane + p] = (byte) (truth.hit(layer, p) ? 1 : 0);
            }
        }
        return new Sample(
                seed,
                IMAGE_SIZE,
                MAP_SIZE,
                LAYERS,
                image,
                occupancy,
                canonical,
                posed,
                tanHalf,
                actor.species(),
                root[2],
                3f * inside / camera.length,
                Sample.Prior.NONE);
    }
}
