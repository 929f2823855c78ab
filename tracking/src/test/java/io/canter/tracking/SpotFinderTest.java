package io.canter.tracking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.canter.inference.Detection;
import io.canter.inference.DualPointMaps;
import io.canter.inference.Observation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SpotFinderTest {
    private static final int WIDTH = 1280;
    private static final int HEIGHT = 720;

    private final Rig rig = Rigs.quadruped();
    private final SpotFinder finder = new SpotFinder(rig);
    private final PosedAnimal first = PosedAnimal.random(rig, rig.template(), 1.4, 0.15, new Random(3));
    private final PosedAnimal second = PosedAnimal.random(rig, rig.body(1), 1.9, 0.15, new Random(8));

    private static Subject subject(int id, PosedAnimal animal) {
        return new Subject(id, 0.9f, animal.box(), animal.body, 1, animal.pose);
    }

    private void read(PosedAnimal animal, boolean withMaps) {
        Scene scene = new Scene(0, 0, WIDTH, HEIGHT, PosedAnimal.CAMERA, List.of(subject(7, animal)));
        Detection[] seen = withMaps ? new Detection[] {animal.detection()} : new Detection[0];
        finder.read(scene, PosedAnimal.observation(0, 0, seen));
    }

    /** The true picture: which triangle each pixel shows. */
    private LayeredRasterizer truth(PosedAnimal animal) {
        LayeredRasterizer raster = new LayeredRasterizer(WIDTH, HEIGHT, 1);
        raster.rasterize(animal.vertices, rig.mesh().triangles(), PosedAnimal.CAMERA);
        return raster;
    }

    private double apart(Spot spot, LayeredRasterizer raster, int pixel) {
        float[] a = new float[3];
        float[] b = new float[3];
        spot.on(rig.mesh(), rig.mesh().vertices(), a);
        new Spot(raster.triangle(0, pixel), raster.weight1(0, pixel), raster.weight2(0, pixel))
                .on(rig.mesh(), rig.mesh().vertices(), b);
        return Math.sqrt(Math.pow(a[0] - b[0], 2) + Math.pow(a[1] - b[1], 2) + Math.pow(a[2] - b[2], 2));
    }

    private void pixelsShowTheirSpots(boolean withMaps, double medianMax) {
        read(first, withMaps);
        LayeredRasterizer raster = truth(first);
        List<Double> errors = new ArrayList<>();
        for (int p = 0; p < WIDTH * HEIGHT; p += 97) {
            if (raster.hit(0, p)) {
                int pixel = p;
                finder.under(p % WIDTH + 0.5f, p / WIDTH + 0.5f)
                        .ifPresent(touch -> errors.add(apart(touch.spot(), raster, pixel)));
            }
        }
        assertThat(errors).hasSizeGreaterThan(300);
        errors.sort(null);
        assertThat(errors.get(errors.size() / 2)).isLessThan(medianMax);
        assertThat(errors.get(errors.size() * 9 / 10)).isLessThan(0.05);
    }

    @Test
    void pixelShowsItsSpotThroughTheMap() {
        pixelsShowTheirSpots(true, 0.012);
    }

    @Test
    void pixelShowsItsSpotThroughTheMeshWhereThereIsNoMap() {
        pixelsShowTheirSpots(false, 0.012);
    }

    /** Map and mesh disagree, as they do in practice: what is clicked must be marked where it was clicked. */
    @Test
    void aSpotIsFoundAgainWhereItWasAskedFor() {
        Pose exact = first.pose;
        float[] aside = exact.rootTranslation().clone();
        aside[0] += 0.06f;
        Pose off = new Pose(aside, exact.rotations());
        Subject subject = new Subject(7, 0.9f, first.box(), first.body, 1, off);
        Scene scene = new Scene(0, 0, WIDTH, HEIGHT, PosedAnimal.CAMERA, List.of(subject));
        finder.read(scene, PosedAnimal.observation(0, 0, first.detection()));
        LayeredRasterizer raster = truth(first);
        SpotViews view = new SpotViews(1);
        List<Double> errors = new ArrayList<>();
        for (int p = 0; p < WIDTH * HEIGHT; p += 211) {
            float x = p % WIDTH + 0.5f;
            float y = p / WIDTH + 0.5f;
            if (raster.hit(0, p)) {
                finder.under(x, y).ifPresent(touch -> {
                    finder.locate(7, List.of(touch.spot()), view);
                    errors.add(Math.hypot(view.pixels[0] - x, view.pixels[1] - y));
                });
            }
        }
        assertThat(errors).hasSizeGreaterThan(100);
        errors.sort(null);
        double aPixelsOff = 0.06 * PosedAnimal.CAMERA.fx() / exact.rootTranslation()[2];
        assertThat(errors.get(errors.size() / 2)).isLessThan(0.25 * aPixelsOff);
    }

    @Test
    void backgroundHasNoSpot() {
        read(first, true);
        assertThat(finder.under(3, 3)).isEmpty();
        assertThat(finder.under(-5, 100)).isEmpty();
        assertThat(finder.under(Float.NaN, 100)).isEmpty();
    }

    @Test
    void pixelHardlyBesideTheAnimalMeansIt() {
        float mapPixel = 7.5f; // of the frame
        read(first, true);
        LayeredRasterizer raster = truth(first);
        int row = HEIGHT / 2;
        int column = 0;
        while (!raster.hit(0, row * WIDTH + column)) {
            column++;
        }
        assertThat(finder.under(column - mapPixel, row + 0.5f)).hasValueSatisfying(touch -> {
            assertThat(touch.subject()).isEqualTo(7);
            assertThat(touch.confidence()).isLessThan(0.5f); // of 0.9
        });
        assertThat(finder.under(column - 6 * mapPixel, row + 0.5f)).isEmpty();
    }

    @Test
    void mapsShowWhatTheMeshHasTurnedAway() {
        PosedAnimal turned = PosedAnimal.random(rig, rig.template(), 1.4 + 0.2, 0.15, new Random(3));
        Scene scene = new Scene(0, 0, WIDTH, HEIGHT, PosedAnimal.CAMERA, List.of(subject(7, turned)));
        LayeredRasterizer raster = truth(first);
        List<Spot> spots = new ArrayList<>();
        for (int t = 0; t < rig.mesh().triangleCount(); t += 7) {
            Spot spot = new Spot(t, 1 / 3f, 1 / 3f);
            float[] at = new float[3];
            spot.on(rig.mesh(), first.vertices, at);
            int column = (int) (800 * at[0] / at[2] + 640);
            int row = (int) (800 * at[1] / at[2] + 360);
            int pixel = row * WIDTH + column;
            if (raster.hit(0, pixel) && isNear(raster.triangle(0, pixel), t)) {
                spots.add(spot);
            }
        }
        SpotViews meshAlone = new SpotViews(spots.size());
        finder.read(scene, PosedAnimal.observation(0, 0));
        finder.locate(7, spots, meshAlone);
        SpotViews both = new SpotViews(spots.size());
        Detection seen = first.detection();
        float[] confidence = new float[seen.maps().confidence().length];
        Arrays.fill(confidence, 90); // as the network that ships states it, about
        DualPointMaps maps = new DualPointMaps(
                seen.maps().layers(),
                seen.maps().size(),
                seen.maps().canonical(),
                seen.maps().posed(),
                seen.maps().occupancy(),
                confidence);
        finder.read(scene, PosedAnimal.observation(0, 0, new Detection(seen.box(), seen.camera(), maps, seen.score())));
        finder.locate(7, spots, both);
        int turnedAway = 0;
        int shown = 0;
        for (int i = 0; i < spots.size(); i++) {
            turnedAway += meshAlone.visible[i] ? 0 : 1;
            shown += both.visible[i] && !meshAlone.visible[i] ? 1 : 0;
        }
        assertThat(turnedAway).isGreaterThan(60);
        assertThat(shown).as("of %d", turnedAway).isGreaterThan(turnedAway / 3);
    }

    @Test
    void spotsOfOneFrameAreFoundInAnotherIndividual() {
        List<Spot> spots = new ArrayList<>();
        for (int t = 0; t < rig.mesh().triangleCount(); t += 23) {
            spots.add(new Spot(t, 1 / 3f, 1 / 3f));
        }
        SpotViews views = new SpotViews(spots.size());
        read(second, true);
        assertThat(finder.locate(7, spots, views)).isTrue();
        LayeredRasterizer raster = truth(second);
        List<Double> errors = new ArrayList<>();
        int right = 0;
        int visible = 0;
        for (int i = 0; i < spots.size(); i++) {
            float[] at = new float[3];
            spots.get(i).on(rig.mesh(), second.vertices, at);
            float x = 800 * at[0] / at[2] + 640;
            float y = 800 * at[1] / at[2] + 360;
            int column = (int) x;
            int row = (int) y;
            int pixel = row * WIDTH + column;
            boolean seen = raster.hit(0, pixel) && isNear(raster.triangle(0, pixel), 23 * i);
            right += seen == views.visible[i] ? 1 : 0;
            visible += seen ? 1 : 0;
            if (views.visible[i]) {
                errors.add(Math.hypot(views.pixels[2 * i] - x, views.pixels[2 * i + 1] - y));
            }
        }
        errors.sort(null);
        assertThat(visible).isBetween(spots.size() / 4, spots.size() * 3 / 4);
        // What is left are spots on the outline itself, where a pixel's centre decides.
        assertThat(right / (double) spots.size()).isGreaterThan(0.92);
        // A map's pixel is 7.5 of the frame's.
        assertThat(errors.get(errors.size() / 2)).isLessThan(2);
        assertThat(errors.get(errors.size() * 9 / 10)).isLessThan(6);
    }

    /** Whether two triangles share a corner: a triangle is smaller than a pixel here and there. */
    private boolean isNear(int one, int other) {
        int[] corners = rig.mesh().triangles();
        for (int k = 0; k < 9; k++) {
            if (corners[3 * one + k / 3] == corners[3 * other + k % 3]) {
                return true;
            }
        }
        return false;
    }

    @Test
    void anotherAnimalInFrontHides() {
        float[] nearer = second.pose.rootTranslation().clone();
        nearer[2] -= 2.5f;
        PosedAnimal front = new PosedAnimal(rig, second.body, new Pose(nearer, second.pose.rotations()));
        Scene both = new Scene(0, 0, WIDTH, HEIGHT, PosedAnimal.CAMERA, List.of(subject(1, first), subject(2, front)));
        List<Spot> flank = List.of(nearestTo(0.25f, 1.1f, 0f));
        SpotViews view = new SpotViews(1);
        finder.read(both, PosedAnimal.observation(0, 0));
        finder.locate(1, flank, view);
        boolean behind = view.visible[0];
        read(first, false);
        finder.locate(7, flank, view);
        assertThat(view.visible[0]).isTrue();
        assertThat(behind).isFalse();
    }

    private Spot nearestTo(float x, float y, float z) {
        SurfaceIndex.Hit hit = new SurfaceIndex.Hit();
        new SurfaceIndex(rig.mesh()).nearest(x, y, z, 1, hit);
        return new Spot(hit.triangle, (float) hit.v, (float) hit.w);
    }

    @Test
    void uselessMapsLeaveTheMesh() {
        Detection exact = first.detection();
        float[] nothing = exact.maps().canonical().clone();
        Arrays.fill(nothing, Float.NaN);
        DualPointMaps maps = exact.maps();
        Detection spoilt = new Detection(
                exact.box(),
                exact.camera(),
                new DualPointMaps(
                        maps.layers(), maps.size(), nothing, maps.posed(), maps.occupancy(), maps.confidence()),
                0.9f);
        Scene scene = new Scene(0, 0, WIDTH, HEIGHT, PosedAnimal.CAMERA, List.of(subject(7, first)));
        Observation seen = PosedAnimal.observation(0, 0, spoilt);
        finder.read(scene, seen);
        List<Spot> flank = List.of(nearestTo(0.25f, 1.1f, 0f));
        SpotViews view = new SpotViews(1);
        assertThat(finder.locate(7, flank, view)).isTrue();
        assertThat(view.confidence[0]).isCloseTo(0.45f, within(1e-6f));
        assertThat(finder.under(view.pixels[0], view.pixels[1])).isPresent();
    }

    @Test
    void whoIsNotThereIsNotFound() {
        read(first, true);
        assertThat(finder.has(8)).isFalse();
        assertThat(finder.locate(8, List.of(nearestTo(0, 1, 0)), new SpotViews(1)))
                .isFalse();
        assertThatThrownBy(() -> finder.locate(7, List.of(nearestTo(0, 1, 0)), new SpotViews(0)))
                .hasMessage("1 spots need room for as many views, there is room for 0");
        assertThatThrownBy(() -> new Spot(4, 0.8f, 0.7f)).hasMessageContaining("triangle 4 with 0.8 and 0.7");
    }
}
