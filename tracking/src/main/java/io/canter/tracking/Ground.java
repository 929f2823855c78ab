package io.canter.tracking;

/**
 * The ground that an animal stands on, taken for a plane: told from its lowest feet over about the last second.
 * Everything is in metres and in the frame's camera (x right, y down, z forward), of the same scale as the animal.
 *
 * @param point a place on the ground, right below the animal's root joint
 * @param normal unit vector away from the ground, to the animal's side
 * @param certainty 0..1: how much of the last second the feet spoke of a ground, and how well they agreed on it
 */
public record Ground(float[] point, float[] normal, float certainty) {
    public Ground {
        if (point.length != 3 || normal.length != 3) {
            throw new IllegalArgumentException(
                    "point and normal need 3 numbers each, got " + point.length + " and " + normal.length);
        }
    }
}
