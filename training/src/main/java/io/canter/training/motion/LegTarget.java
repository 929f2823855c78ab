package io.canter.training.motion;

import org.joml.Vector3f;

/** Where a hoof is wanted, and how the leg above it behaves. Mutable, reused between legs. */
final class LegTarget {
    /** Point under the coffin joint on the sole, world. */
    final Vector3f contact = new Vector3f();
    /** Tip of the hoof when it carries the animal: positive lifts the heel. */
    float hoofPitch;
    /** Tip of the pastern when it carries: negative sinks the fetlock (hyperextension under load). */
    float pasternPitch;
    /** 0 the hoof's direction is held against the ground, 1 it hangs from the leg. */
    float swing;
    /** Flexion of the fetlock, and of the coffin joint, when it hangs. */
    float fetlockFlexion;

    float coffinFlexion;
    /** Carpal flexion per elbow flexion; 0 keeps the carpus locked as it is under load. */
    float carpusShare;

    void stand(float x, float z) {
        contact.set(x, 0, z);
        hoofPitch = 0;
        pasternPitch = 0;
        swing = 0;
        fetlockFlexion = 0;
        coffinFlexion = 0;
        carpusShare = 0;
    }
}
