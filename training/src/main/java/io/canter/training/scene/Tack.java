package io.canter.training.scene;

import io.canter.tracking.Rig;
import io.canter.tracking.Skeleton;
import java.util.ArrayList;
import java.util.List;

/**
 * What people put on animals, painted on the coat where it lies on the template at rest: collar, halter, harness, girth,
 * saddle cloth, rug. The pieces of one animal are drawn at random.
 */
final class Tack {
    private static final float WIDTH_METRES = 0.03f; // median half-width of a band

    /** Where the pieces lie on a rig, template rest frame. */
    static final class Places {
        private final float[] neck;
        private final float[] neckAxis;
        private final float[] head;
        private final float[] headAxis;
        private final float[] thorax;
        private final float[] pelvis;
        private final float[] neckBase;

        Places(Rig rig, Regions regions) {
            neck = middle(joint(rig, "neck_2"), joint(rig, "neck_3"));
            neckAxis = axis(joint(rig, "neck_2"), joint(rig, "neck_3"));
            float[] nose = regions.nose();
            head = middle(joint(rig, "head"), nose);
            headAxis = axis(joint(rig, "head"), nose);
            thorax = joint(rig, "thorax");
            pelvis = joint(rig, "pelvis");
            neckBase = joint(rig, "neck_1");
        }

        private static float[] joint(Rig rig, String name) {
            Skeleton skeleton = rig.skeleton();
            int at = 3 * skeleton.indexOf(name);
            return new float[] {
                skeleton.restPositions()[at], skeleton.restPositions()[at + 1], skeleton.restPositions()[at + 2]
            };
        }

        private static float[] middle(float[] a, float[] b) {
            return new float[] {0.5f * (a[0] + b[0]), 0.5f * (a[1] + b[1]), 0.5f * (a[2] + b[2])};
        }

        private static float[] axis(float[] from, float[] to) {
            float[] d = {to[0] - from[0], to[1] - from[1], to[2] - from[2]};
            float length = (float) Math.sqrt(d[0] * d[0] + d[1] * d[1] + d[2] * d[2]);
            return new float[] {d[0] / length, d[1] / length, d[2] / length};
        }
    }

    /** A ring around the body: all within {@code half} of a plane through a point, no farther from it than {@code reach}. */
    private record Band(float[] at, float[] axis, float half, float reach) {
        boolean holds(float x, float y, float z) {
            float dx = x - at[0];
            float dy = y - at[1];
            float dz = z - at[2];
            return Math.abs(dx * axis[0] + dy * axis[1] + dz * axis[2]) < half
                    && dx * dx + dy * dy + dz * dz < reach * reach;
        }
    }

    /** Over the back: between two places along the body, above a height. */
    private record Cloth(float from, float to, float above) {
        boolean holds(float y, float z) {
            return z > from && z < to && y > above;
        }
    }

    private final List<Band> bands = new ArrayList<>();
    private final List<Cloth> cloths = new ArrayList<>();
    private final float[] bandColour;
    private final float[] clothColour;

    Tack(Places places, Dice dice) {
        bandColour = dice.anyColour();
        clothColour = dice.anyColour();
        float half = dice.logNormal(WIDTH_METRES, 0.4f);
        if (dice.chance(0.4)) {
            bands.add(new Band(places.neck, places.neckAxis, half, 0.4f));
        }
        if (dice.chance(0.35)) {
            bands.add(new Band(places.head, places.headAxis, 0.6f * half, 0.3f));
        }
        float girth = places.thorax[2] + dice.uniform(-0.15f, 0.15f);
        if (dice.chance(0.4)) {
            float[] along = {0, 0.25f * dice.gaussian(), 1};
            bands.add(new Band(new float[] {0, places.thorax[1], girth}, along, half, 0.55f));
            if (dice.chance(0.5)) { // the strap before the chest
                bands.add(new Band(places.neckBase, new float[] {0, 0.8f, 0.6f}, half, 0.5f));
            }
        }
        float seat = places.thorax[1] + dice.uniform(-0.25f, 0.1f);
        if (dice.chance(0.2)) {
            cloths.add(new Cloth(girth - dice.uniform(0.35f, 0.6f), girth + 0.1f, seat));
        }
        if (dice.chance(0.12)) {
            cloths.add(new Cloth(places.pelvis[2] - 0.2f, places.neckBase[2] + 0.05f, seat - 0.1f));
        }
    }

    /** Puts the tack's colour in place of the coat's where there is some. */
    void over(float x, float y, float z, float[] rgb) {
        for (Cloth cloth : cloths) {
            if (cloth.holds(y, z)) {
                System.arraycopy(clothColour, 0, rgb, 0, 3);
            }
        }
        for (Band band : bands) {
            if (band.holds(x, y, z)) {
                System.arraycopy(bandColour, 0, rgb, 0, 3);
            }
        }
    }
}
