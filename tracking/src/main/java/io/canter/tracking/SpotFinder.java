package io.canter.tracking;

import io.canter.inference.CropCamera;
import io.canter.inference.Detection;
import io.canter.inference.DualPointMaps;
import io.canter.inference.Observation;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Correspondence: from a pixel of one frame to the spot of the template that it shows, and from a spot to its place in
 * any other frame, subject or stream. Call {@link #read} for a frame, then ask about it as often as wished.
 *
 * <p>A pixel's spot lies between what the canonical map says, since that is read off the picture itself, and what the fitted
 * mesh has there; a spot's place lies between where the mesh has it and where Q shows it. So what both err by in the frame of
 * the question does not move the answer away from the pixel that was asked about. A spot is visible where
 * the mesh faces the camera uncovered (a depth test over all subjects), or where Q shows it although the mesh is a little
 * off. One instance serves one thread; a batch allocates nothing that grows with it.
 */
public final class SpotFinder {
    /** Longer edge of the depth buffer: fine enough for legs, a millisecond to fill. */
    private static final int RASTER_MAX = 480;
    /** A spot this far (metres) behind the surface that is seen is the same surface, seen coarsely. */
    private static final float DEPTH_SLACK = 0.03f;
    /** A canonical point farther than this from the template shows no spot, metres. */
    private static final double REACH = 0.15;
    /** Error of Q, metres, at which a match counts for exp(-1/2). */
    private static final double SIGMA = 0.06;
    /** What the mesh alone says, without the maps to confirm it. */
    private static final float MESH_ALONE = 0.5f;
    /** How far beside an animal a pixel may lie and still mean it, pixels of the map: outlines and thin legs are lost. */
    private static final int BESIDE = 3;
    /** Q this near (metres, at most) to a spot shows it, though the mesh has it turned away or just behind something. */
    private static final double SHOWN_MAX = 0.15;
    /** The same in shares of the error that the maps' confidence states. */
    private static final double SHOWN_SHARE = 0.5;
    /** How far (metres) behind what is drawn a spot may be for that: the error of a fair fit. */
    private static final float SHOWN_BEHIND = 0.15f;
    /** Share of Q in where a spot is, at a perfect match; the rest is the mesh's. Both err, and not together. */
    private static final double MAP_SHARE = 0.6;
    /**
     * Share of Q in which spot a pixel shows. It would have to be MAP_SHARE for the spot to be found again at that very pixel
     * if matches were perfect; they are not, so it is what Q's share in a place is on the average.
     */
    private static final double ASKED_MAP_SHARE = 0.4;
    /** Where map and mesh have spots farther apart (metres), one of them has another leg: the mesh has a past. */
    private static final double SAME_PART = 0.3;

    private final Rig rig;
    private final Skinner skinner;
    private final SurfaceIndex index;
    private final SurfaceIndex.Hit hit = new SurfaceIndex.Hit();
    private final CanonicalSearch search = new CanonicalSearch();
    private final float[] one;
    private final float[] point = new float[3];
    private final float[] rest = new float[3];
    private final float[] drawnRest = new float[3];
    private final float[] place = new float[2];
    private final Map<Integer, Integer> places = new HashMap<>(); // of subjects in the scene, by id
    private Scene scene;
    private Observation observation;
    private float[] vertices = new float[0]; // camera frame, of all subjects
    private int[] triangles = new int[0];
    private LayeredRasterizer raster;
    private float scale; // raster pixels per frame pixel

    public SpotFinder(Rig rig) {
        this.rig = rig;
        skinner = new Skinner(rig);
        index = new SurfaceIndex(rig.mesh());
        one = new float[rig.mesh().vertices().length];
    }

    /** Takes a frame: what tracking made of it, and what inference saw. */
    public void read(Scene next, Observation seen) {
        scene = next;
        observation = seen;
        List<Subject> subjects = next.subjects();
        places.clear();
        resize(subjects.size());
        for (int s = 0; s < subjects.size(); s++) {
            places.put(subjects.get(s).id(), s);
            skinner.skin(subjects.get(s).body(), subjects.get(s).pose(), one);
            System.arraycopy(one, 0, vertices, s * one.length, one.length);
        }
        rasterize();
    }

    private void resize(int count) {
        if (vertices.length == count * one.length) {
            return;
        }
        vertices = new float[count * one.length];
        int[] single = rig.mesh().triangles();
        triangles = new int[count * single.length];
        for (int i = 0; i < triangles.length; i++) {
            triangles[i] =
                    single[i % single.length] + i / single.length * rig.mesh().vertexCount();
        }
    }

    private void rasterize() {
        scale = Math.min(1, (float) RASTER_MAX / Math.max(scene.width(), scene.height()));
        int width = Math.max(1, Math.round(scale * scene.width()));
        int height = Math.max(1, Math.round(scale * scene.height()));
        if (raster == null || raster.width() != width || raster.height() != height) {
            raster = new LayeredRasterizer(width, height, 1);
        }
        var camera = scene.camera();
        raster.rasterize(
                vertices,
                triangles,
                scale * camera.fx(),
                scale * camera.fy(),
                scale * camera.cx(),
                scale * camera.cy(),
                true);
    }

    /**
     * The spot under a pixel, or that of the nearest pixel of an animal if there is one hardly beside it.
     *
     * @param x full-frame pixels, as y
     * @return empty where no followed animal is
     */
    public Optional<SpotTouch> under(float x, float y) {
        int pixel = rasterPixel(x, y);
        int drawn = pixel >= 0 && raster.hit(0, pixel)
                ? raster.triangle(0, pixel) / rig.mesh().triangleCount()
                : -1;
        for (int s = 0; s < scene.subjects().size(); s++) {
            Subject subject = scene.subjects().get(s);
            Optional<Detection> seen = detectionOf(subject);
            if ((drawn < 0 || drawn == s) && seen.isPresent()) {
                Optional<SpotTouch> touch = fromMap(subject, seen.get(), x, y);
                if (touch.isPresent()) {
                    return touch.map(map -> drawn < 0 ? map : between(map, drawnAt(pixel)));
                }
            }
        }
        return drawn < 0 ? beside(x, y) : Optional.of(fromMesh(drawn, pixel));
    }

    /** Of the map's animal pixels around a place that shows none, the nearest one's spot. */
    private Optional<SpotTouch> beside(float x, float y) {
        Optional<SpotTouch> best = Optional.empty();
        double least = Double.POSITIVE_INFINITY;
        for (Subject subject : scene.subjects()) {
            Detection seen = detectionOf(subject).orElse(null);
            double distance = seen == null ? Double.POSITIVE_INFINITY : besideMap(seen, x, y);
            if (distance < least) {
                float column = place[0];
                float row = place[1];
                Optional<SpotTouch> touch = fromMap(subject, seen.maps(), column, row);
                if (touch.isPresent()) {
                    best = touch.map(t -> new SpotTouch(t.subject(), t.spot(), MESH_ALONE * t.confidence()));
                    least = distance;
                }
            }
        }
        return best;
    }

    /** Distance (map pixels) to the nearest animal pixel within reach, whose centre is written; else infinite. */
    private double besideMap(Detection seen, float x, float y) {
        seen.camera().projectFromFrame(x, y, observation.camera(), place);
        int size = seen.maps().size();
        float column = place[0] * size;
        float row = place[1] * size;
        double least = Double.POSITIVE_INFINITY;
        int i0 = Math.max(0, (int) Math.ceil(column - 0.5 - BESIDE)); // 0 for NaN, and the loops end at once
        int j0 = Math.max(0, (int) Math.ceil(row - 0.5 - BESIDE));
        for (int j = j0; j < size && j + 0.5 <= row + BESIDE; j++) {
            for (int i = i0; i < size && i + 0.5 <= column + BESIDE; i++) {
                double distance = Math.hypot(i + 0.5 - column, j + 0.5 - row);
                if (distance < least && distance <= BESIDE && CanonicalSample.isAnimal(seen.maps(), j * size + i)) {
                    least = distance;
                    place[0] = i + 0.5f;
                    place[1] = j + 0.5f;
                }
            }
        }
        return least;
    }

    private int rasterPixel(float x, float y) {
        int i = (int) Math.floor(scale * x);
        int j = (int) Math.floor(scale * y);
        return i >= 0 && j >= 0 && i < raster.width() && j < raster.height() ? j * raster.width() + i : -1;
    }

    private Optional<SpotTouch> fromMap(Subject subject, Detection seen, float x, float y) {
        seen.camera().projectFromFrame(x, y, observation.camera(), place);
        int size = seen.maps().size();
        return fromMap(subject, seen.maps(), place[0] * size, place[1] * size);
    }

    private Optional<SpotTouch> fromMap(Subject subject, DualPointMaps maps, float column, float row) {
        if (!CanonicalSample.at(maps, column, row, rest) || !index.nearest(rest[0], rest[1], rest[2], REACH, hit)) {
            return Optional.empty();
        }
        float confidence = (float) (subject.confidence() * Math.exp(-0.5 * hit.distanceSquared / (SIGMA * SIGMA)));
        return Optional.of(
                new SpotTouch(subject.id(), new Spot(hit.triangle, (float) hit.v, (float) hit.w), confidence));
    }

    private Spot drawnAt(int pixel) {
        int triangle = raster.triangle(0, pixel) % rig.mesh().triangleCount();
        return new Spot(triangle, raster.weight1(0, pixel), raster.weight2(0, pixel));
    }

    private SpotTouch between(SpotTouch map, Spot drawn) {
        drawn.on(rig.mesh(), rig.mesh().vertices(), drawnRest);
        map.spot().on(rig.mesh(), rig.mesh().vertices(), rest);
        double squared = 0;
        for (int a = 0; a < 3; a++) {
            double apart = rest[a] - drawnRest[a];
            squared += apart * apart;
            rest[a] = (float) (drawnRest[a] + ASKED_MAP_SHARE * apart);
        }
        if (squared > SAME_PART * SAME_PART || !index.nearest(rest[0], rest[1], rest[2], REACH, hit)) {
            return new SpotTouch(map.subject(), drawn, map.confidence());
        }
        return new SpotTouch(map.subject(), new Spot(hit.triangle, (float) hit.v, (float) hit.w), map.confidence());
    }

    private SpotTouch fromMesh(int s, int pixel) {
        Subject subject = scene.subjects().get(s);
        return new SpotTouch(subject.id(), drawnAt(pixel), MESH_ALONE * subject.confidence());
    }

    private Optional<Detection> detectionOf(Subject subject) {
        return observation.nearest(subject.box());
    }

    /** Whether a subject is in the frame. */
    public boolean has(int subject) {
        return places.containsKey(subject);
    }

    /**
     * Where spots of one subject are in the frame.
     *
     * @return false, and nothing written, where the subject is not in the frame
     * @throws IllegalArgumentException where {@code out} is too small
     */
    public boolean locate(int subject, List<Spot> spots, SpotViews out) {
        if (spots.size() > out.capacity()) {
            throw new IllegalArgumentException(
                    spots.size() + " spots need room for as many views, there is room for " + out.capacity());
        }
        Integer s = places.get(subject);
        if (s == null) {
            return false;
        }
        Detection seen = detectionOf(scene.subjects().get(s)).orElse(null);
        if (seen != null) {
            search.read(seen.maps());
        }
        for (int i = 0; i < spots.size(); i++) {
            locate(s, spots.get(i), seen, i, out);
        }
        return true;
    }

    private void locate(int s, Spot spot, Detection seen, int i, SpotViews out) {
        spot.on(rig.mesh(), vertices, s * rig.mesh().vertexCount(), point);
        System.arraycopy(point, 0, out.points, 3 * i, 3);
        float confidence = scene.subjects().get(s).confidence();
        if (!(point[2] > LayeredRasterizer.NEAR)) {
            out.pixels[2 * i] = Float.NaN;
            out.pixels[2 * i + 1] = Float.NaN;
            out.visible[i] = false;
            out.confidence[i] = MESH_ALONE * confidence;
            return;
        }
        float x = scene.camera().fx() * point[0] / point[2] + scene.camera().cx();
        float y = scene.camera().fy() * point[1] / point[2] + scene.camera().cy();
        out.visible[i] = facesCamera(s, spot.triangle()) && isUncovered(x, y, point[2]);
        out.confidence[i] = MESH_ALONE * confidence;
        out.pixels[2 * i] = x;
        out.pixels[2 * i + 1] = y;
        if (seen != null && (out.visible[i] || behindBy(x, y, point[2]) < SHOWN_BEHIND)) {
            sharpen(spot, seen, confidence, i, out);
        }
    }

    /** How far (metres) a place lies behind what is drawn there; infinite outside the frame, negative before it. */
    private float behindBy(float x, float y, float depth) {
        int pixel = rasterPixel(x, y);
        return pixel < 0 ? Float.POSITIVE_INFINITY : depth - raster.depth(0, pixel);
    }

    /** Thin parts need more than depth to tell their front from their back. */
    private boolean facesCamera(int s, int triangle) {
        int[] corners = rig.mesh().triangles();
        int from = s * rig.mesh().vertexCount();
        int a = 3 * (from + corners[3 * triangle]);
        int b = 3 * (from + corners[3 * triangle + 1]);
        int c = 3 * (from + corners[3 * triangle + 2]);
        float ux = vertices[b] - vertices[a];
        float uy = vertices[b + 1] - vertices[a + 1];
        float uz = vertices[b + 2] - vertices[a + 2];
        float vx = vertices[c] - vertices[a];
        float vy = vertices[c + 1] - vertices[a + 1];
        float vz = vertices[c + 2] - vertices[a + 2];
        float along = (uy * vz - uz * vy) * vertices[a]
                + (uz * vx - ux * vz) * vertices[a + 1]
                + (ux * vy - uy * vx) * vertices[a + 2];
        return along < 0;
    }

    /** Whether nothing is drawn before a depth; the pixels around count, too, so that outlines do not flicker. */
    private boolean isUncovered(float x, float y, float depth) {
        boolean inside = x >= 0 && y >= 0 && x < scene.width() && y < scene.height();
        int centre = inside ? rasterPixel(x, y) : -1;
        if (centre < 0) {
            return false;
        }
        float farthest = 0;
        int width = raster.width();
        for (int j = Math.max(0, centre / width - 1); j <= Math.min(raster.height() - 1, centre / width + 1); j++) {
            for (int c = Math.max(0, centre % width - 1); c <= Math.min(width - 1, centre % width + 1); c++) {
                farthest = Math.max(farthest, raster.depth(0, j * width + c)); // infinite beside the animal
            }
        }
        float here = raster.depth(0, centre);
        return depth <= here + DEPTH_SLACK || (farthest != Float.POSITIVE_INFINITY && depth <= farthest);
    }

    /** Moves a view from where the mesh is drawn towards where Q shows the spot, if it does nearby. */
    private void sharpen(Spot spot, Detection seen, float confidence, int i, SpotViews out) {
        spot.on(rig.mesh(), rig.mesh().vertices(), rest);
        CropCamera camera = seen.camera();
        int size = seen.maps().size();
        camera.projectFromFrame(out.pixels[2 * i], out.pixels[2 * i + 1], observation.camera(), place);
        if (Float.isNaN(place[0])
                || !search.find(rest[0], rest[1], rest[2], (double) place[0] * size, (double) place[1] * size)) {
            return;
        }
        if (!out.visible[i] && !isShown(seen.maps())) {
            return;
        }
        camera.projectToFrame(
                (float) (search.column() / size), (float) (search.row() / size), observation.camera(), place);
        if (Float.isNaN(place[0])) {
            return;
        }
        double match = Math.exp(-0.5 * search.distanceSquared() / (SIGMA * SIGMA));
        float share = (float) (MAP_SHARE * match);
        out.visible[i] = true;
        out.pixels[2 * i] += share * (place[0] - out.pixels[2 * i]);
        out.pixels[2 * i + 1] += share * (place[1] - out.pixels[2 * i + 1]);
        out.confidence[i] = (float) (confidence * (MESH_ALONE + (1 - MESH_ALONE) * match));
    }

    /** Whether the pixel found shows the spot at {@code rest}. Of the confidence c, the loss makes 2 / error squared. */
    private boolean isShown(DualPointMaps maps) {
        double stated = Math.sqrt(2 / maps.confidence()[search.pixel()]);
        return search.apart(rest[0], rest[1], rest[2]) < Math.min(SHOWN_MAX, SHOWN_SHARE * stated);
    }
}
