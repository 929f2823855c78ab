package io.canter.training.scene;

import java.util.ArrayList;
import java.util.List;

/**
 * A sun, a sky and what the ground throws back. Strengths are such that a white thing in full light is about 1.
 *
 * @param towardsSun unit vector, world
 * @param sun colour and strength, linear RGB
 * @param sky light from above
 * @param bounce light from below
 * @param shadow how much of the sun a shadow takes, 0..1
 * @param lamps other sources
 */
record Light(float[] towardsSun, float[] sun, float[] sky, float[] bounce, float shadow, List<Lamp> lamps) {
    private static final int LAMPS_MAX = 3;

    /** Another source, far away as well; what it lights throws no shadow. */
    record Lamp(float[] towards, float[] colour) {}

    Light(float[] towardsSun, float[] sun, float[] sky, float[] bounce, float shadow) {
        this(towardsSun, sun, sky, bounce, shadow, List.of());
    }

    /** The same with one to three lamps from anywhere above, of any warmth. */
    Light withLamps(Dice dice) {
        List<Lamp> some = new ArrayList<>();
        int count = 1 + dice.below(LAMPS_MAX);
        for (int n = 0; n < count; n++) {
            float strength = dice.uniform(0.1f, 0.8f);
            float warm = dice.uniform(-0.3f, 0.5f);
            some.add(new Lamp(
                    direction(dice.uniform(0, 6.2832f), dice.uniform(0.05f, 1.4f)),
                    new float[] {strength * (1 + warm), strength, strength * (1 - warm)}));
        }
        return new Light(towardsSun, sun, sky, bounce, shadow, some);
    }

    static Light random(Dice dice) {
        float azimuth = dice.uniform(0, 6.2832f);
        float height = (float) Math.toRadians(dice.uniform(12, 80));
        boolean overcast = dice.chance(0.35);
        float direct = overcast ? dice.uniform(0.02f, 0.35f) : dice.uniform(0.5f, 1.1f);
        float warm = height < 0.5f ? dice.uniform(0, 0.35f) : dice.uniform(-0.05f, 0.1f);
        float blue = dice.uniform(-0.05f, overcast ? 0.1f : 0.3f);
        float ambient = overcast ? dice.uniform(0.5f, 0.9f) : dice.uniform(0.15f, 0.5f);
        float back = ambient * dice.uniform(0.25f, 0.8f);
        return new Light(
                direction(azimuth, height),
                new float[] {direct * (1 + warm), direct, direct * (1 - warm)},
                new float[] {ambient * (1 - blue), ambient, ambient * (1 + blue)},
                new float[] {back * 1.05f, back, back * 0.85f},
                dice.chance(0.8) ? dice.uniform(0.6f, 1) : 0);
    }

    /** A clear afternoon, for pictures that should please. */
    static Light sunny(float azimuthRadians) {
        return new Light(
                direction(azimuthRadians, 0.75f),
                new float[] {0.95f, 0.88f, 0.76f},
                new float[] {0.28f, 0.34f, 0.44f},
                new float[] {0.16f, 0.17f, 0.10f},
                0.95f);
    }

    private static float[] direction(float azimuth, float height) {
        return new float[] {
            (float) (Math.cos(height) * Math.sin(azimuth)),
            (float) Math.sin(height),
            (float) (Math.cos(height) * Math.cos(azimuth))
        };
    }

    /** Light that falls on a surface with this normal; {@code lit} is 1 in the sun and 0 in full shadow. */
    void onto(float nx, float ny, float nz, float lit, float[] out) {
        float up = 0.5f + 0.5f * ny;
        float diffuse = diffuse(nx, ny, nz, towardsSun) * (1 - shadow * (1 - lit));
        for (int k = 0; k < 3; k++) {
            out[k] = bounce[k] + (sky[k] - bounce[k]) * up + sun[k] * diffuse;
        }
        for (Lamp lamp : lamps) {
            float share = diffuse(nx, ny, nz, lamp.towards());
            for (int k = 0; k < 3; k++) {
                out[k] += lamp.colour()[k] * share;
            }
        }
    }

    /** How much of a light a surface catches. Hair scatters: the edge between light and dark is wide. */
    private static float diffuse(float nx, float ny, float nz, float[] towards) {
        float facing = nx * towards[0] + ny * towards[1] + nz * towards[2];
        return Math.max(0, (facing + 0.15f) / 1.15f);
    }
}
