package io.canter.tracking;

/** A named landmark: the mean of some template vertices, so that it follows shape and pose. */
public record Keypoint(String name, int[] vertices) {
    public Keypoint {
        if (vertices.length == 0) {
            throw new IllegalArgumentException("keypoint " + name + " names no vertex");
        }
    }
}
