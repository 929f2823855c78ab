package io.canter.tracking;

import java.util.List;

/**
 * A family of animals: template mesh, skeleton, skin, landmarks, joint limits and the linear space of body shapes.
 *
 * @param id name and version of the template, the one a model's metadata must name
 * @param limits 6 per joint: least and greatest rotation about x, y, z (radians, components of the local rotation
 *     vector) as minX, maxX, minY, maxY, minZ, maxZ; not used for the root
 * @param shapes shape basis; each entry holds the change of vertices and joints for one standard deviation
 */
public record Rig(
        String id,
        Mesh mesh,
        Skeleton skeleton,
        Skin skin,
        List<Keypoint> keypoints,
        float[] limits,
        List<Body> shapes) {
    public Rig {
        keypoints = List.copyOf(keypoints);
        shapes = List.copyOf(shapes);
        if (skin.joints().length != mesh.vertexCount() * Skin.INFLUENCES) {
            throw new IllegalArgumentException("skin covers " + skin.joints().length / Skin.INFLUENCES + " of "
                    + mesh.vertexCount() + " vertices");
        }
        for (int j : skin.joints()) {
            if (j < 0 || j >= skeleton.jointCount()) {
                throw new IllegalArgumentException("skin names joint " + j + " of " + skeleton.jointCount());
            }
        }
        if (limits.length != 6 * skeleton.jointCount()) {
            throw new IllegalArgumentException("limits need 6 numbers a joint, got " + limits.length);
        }
    }

    /** The template as an individual. */
    public Body template() {
        return new Body(mesh.vertices(), skeleton.restPositions());
    }

    /** The individual with the given coefficients of the shape basis; missing ones are 0. */
    public Body body(float... coefficients) {
        float[] vertices = mesh.vertices().clone();
        float[] joints = skeleton.restPositions().clone();
        for (int k = 0; k < Math.min(coefficients.length, shapes.size()); k++) {
            add(vertices, shapes.get(k).vertices(), coefficients[k]);
            add(joints, shapes.get(k).joints(), coefficients[k]);
        }
        return new Body(vertices, joints);
    }

    private static void add(float[] target, float[] delta, float factor) {
        for (int i = 0; i < target.length; i++) {
            target[i] += factor * delta[i];
        }
    }
}
