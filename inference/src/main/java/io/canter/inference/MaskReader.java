package io.canter.inference;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Turns the network's occupancy of one crop into animals: parts of the mask, their boxes and scores. */
final class MaskReader {
    /** Fewer map pixels than this carry no pose, and noise makes them easily: 0.6 % of the map. */
    private static final float AREA_MIN = 0.006f;

    /** A mask at a border of the crop that is not the frame's is cut; its box is drawn out by this part of the crop. */
    private static final float CUT_GROWTH = 0.2f;

    /** How far, in crops, an animal may stand from where it was expected until it weighs 1/e. */
    private static final float EXPECTED_RADIUS = 0.35f;

    private final PointMapNetwork network;
    private final int size;
    private final MaskScan scan;
    private final boolean[] outside;
    private final float[] point = new float[2];
    private final float[] shown;
    private long notFinite;

    MaskReader(PointMapNetwork network) {
        this.network = network;
        size = network.mapSize();
        scan = new MaskScan(size);
        outside = new boolean[size * size];
        shown = new float[3 * network.imageSize() * network.imageSize()];
    }

    /** The one animal that a crop was made for: a large one near the crop's expected place. */
    Optional<Sighting> expected(Look look, int image) {
        List<MaskRegion> regions = scan(look, image);
        float[] expected = new float[2];
        Box box = look.expected();
        look.camera()
                .projectFromFrame(box.centreX(), box.centreY(), look.frame().camera(), expected);
        MaskRegion best = null;
        double bestWeight = 0;
        for (MaskRegion region : regions) {
            double distance = Math.hypot(region.centreX() / size - expected[0], region.centreY() / size - expected[1]);
            double weight = region.area() * Math.exp(-Math.pow(distance / EXPECTED_RADIUS, 2));
            if (weight > bestWeight) {
                best = region;
                bestWeight = weight;
            }
        }
        if (best == null) {
            return Optional.empty();
        }
        MaskRegion whole = scan.join(best, regions);
        return isLargeEnough(whole) ? Optional.of(sighting(look, whole)) : Optional.empty();
    }

    /** All animals of a wide crop, the largest first. */
    List<Sighting> all(Look look, int image) {
        List<MaskRegion> regions = scan(look, image);
        List<Sighting> sightings = new ArrayList<>();
        while (!regions.isEmpty()) {
            MaskRegion whole = scan.join(regions.get(0), regions);
            if (isLargeEnough(whole)) {
                sightings.add(sighting(look, whole));
            }
        }
        return sightings;
    }

    /** Crops dropped so far because the network's numbers were not finite. */
    long notFinite() {
        return notFinite;
    }

    private boolean isLargeEnough(MaskRegion region) {
        return region.area() >= AREA_MIN * size * size;
    }

    private List<MaskRegion> scan(Look look, int image) {
        if (look.reachesOut()) {
            markOutside(look);
        }
        FloatBuffer occupancy = network.occupancy();
        int offset = image * network.layers() * size * size;
        List<MaskRegion> regions = scan.scan(occupancy, offset, look.reachesOut() ? outside : null);
        if (scan.sawNotFinite()) {
            notFinite++;
            return new ArrayList<>();
        }
        return regions;
    }

    private void markOutside(Look look) {
        for (int j = 0; j < size; j++) {
            for (int i = 0; i < size; i++) {
                look.camera()
                        .projectToFrame(
                                (i + 0.5f) / size,
                                (j + 0.5f) / size,
                                look.frame().camera(),
                                point);
                boolean inside = point[0] >= 0
                        && point[1] >= 0
                        && point[0] <= look.frame().width()
                        && point[1] <= look.frame().height();
                outside[j * size + i] = !inside;
            }
        }
    }

    private Sighting sighting(Look look, MaskRegion region) {
        int width = look.frame().width();
        int height = look.frame().height();
        Box box = boxOf(look, region.left(), region.top(), region.right(), region.bottom());
        Box square = look.square();
        // Only where the frame goes on beyond the crop is there more of the animal to be seen.
        float grow = CUT_GROWTH * size;
        Box next = boxOf(
                look,
                region.left() == 0 && square.x() > 1 ? -grow : region.left(),
                region.top() == 0 && square.y() > 1 ? -grow : region.top(),
                region.right() == size && square.x() + square.width() < width - 1 ? size + grow : region.right(),
                region.bottom() == size && square.y() + square.height() < height - 1 ? size + grow : region.bottom());
        boolean[] mask = new boolean[size * size];
        for (int i = 0; i < mask.length; i++) {
            mask[i] = scan.isIn(i, region.label());
        }
        return new Sighting(look, box, next, region.certainty(), region.label(), mask);
    }

    /**
     * Copies the maps of what the latest scan has sighted; empty if they hold a number that is not finite.
     *
     * @param image the crop's number in the network's batch
     */
    Optional<Detection> detection(Sighting sighting, int image) {
        Optional<DualPointMaps> maps = network.maps(image);
        if (maps.isEmpty()) {
            notFinite++;
            return Optional.empty();
        }
        clear(maps.get(), sighting.label(), sighting.look().reachesOut());
        float score = Evidence.of(maps.get(), sighting.mask()).score();
        return Optional.of(new Detection(
                sighting.box(), sighting.look().camera(), maps.get(), score, Optional.of(picture(image))));
    }

    /** A copy of what the network was shown. */
    private CropPicture picture(int image) {
        int edge = network.imageSize();
        int plane = edge * edge;
        network.images().get(3 * image * plane, shown);
        byte[] rgb = new byte[3 * plane];
        for (int i = 0, b = 0; i < plane; i++) {
            for (int k = 0; k < 3; k++) {
                rgb[b++] = (byte) Math.round(255 * shown[k * plane + i]);
            }
        }
        return new CropPicture(edge, rgb);
    }

    private Box boxOf(Look look, float left, float top, float right, float bottom) {
        return look.camera()
                .boxInFrame(
                        left / size,
                        top / size,
                        right / size,
                        bottom / size,
                        look.frame().camera())
                .cutTo(look.frame().width(), look.frame().height());
    }

    /** Empties the maps where they show another animal, or what the network guesses beyond the frame's border. */
    private void clear(DualPointMaps maps, int label, boolean reachesOut) {
        int plane = size * size;
        for (int i = 0; i < plane; i++) {
            if (scan.isOther(i, label) || (reachesOut && outside[i])) {
                for (int layer = 0; layer < maps.layers(); layer++) {
                    maps.occupancy()[layer * plane + i] = 0;
                }
            }
        }
    }
}
