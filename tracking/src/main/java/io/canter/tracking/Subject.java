package io.canter.tracking;

import io.canter.inference.Box;
import java.util.Optional;

/**
 * One animal in one frame, placed: everything is in metres and in the frame's camera (x right, y down, z forward).
 *
 * @param id stays the same as long as the animal is followed
 * @param confidence 0..1
 * @param box tight box of the animal, full-frame pixels; of one among several with the side that something hides, and
 *     where it must be while nobody sees it
 * @param body this individual at rest, metres
 * @param bodyVersion grows whenever {@code body} changes, so that viewers know when to fetch it again
 * @param pose cameraFromCanonical for the root, local rotations below
 * @param coat the animal's own colours as far as known
 * @param ground what it stands on; empty where its feet do not tell: it lies, or fewer than three of them are seen
 */
public record Subject(
        int id, float confidence, Box box, Body body, int bodyVersion, Pose pose, Coat coat, Optional<Ground> ground) {
    /** On unknown ground. */
    public Subject(int id, float confidence, Box box, Body body, int bodyVersion, Pose pose, Coat coat) {
        this(id, confidence, box, body, bodyVersion, pose, coat, Optional.empty());
    }

    /** The same in another pose. */
    Subject withPose(Pose other) {
        return new Subject(id, confidence, box, body, bodyVersion, other, coat, ground);
    }

    /** The same with another box. */
    Subject withBox(Box other) {
        return new Subject(id, confidence, other, body, bodyVersion, pose, coat, ground);
    }

    /** Of colours unknown, on unknown ground. */
    public Subject(int id, float confidence, Box box, Body body, int bodyVersion, Pose pose) {
        this(id, confidence, box, body, bodyVersion, pose, Coat.unknown(body.vertices().length / 3));
    }
}
