package io.canter.training.family;

import java.util.List;

/**
 * What can differ between two quadrupeds, in template metres (trunk length 1.5, from the point of the shoulder to the
 * end of the pelvis) and radians. Each has the horse's value; presets say how the others differ.
 */
enum Trait {
    // The trunk's outline, from the withers back, then below from the chest back; heights over the ground.
    WITHERS_TOP(1.50),
    BACK_TOP(1.415),
    LOIN_TOP(1.43),
    CROUP_TOP(1.475),
    RUMP_TOP(1.37),
    CHEST_BOTTOM(0.83),
    BELLY_BOTTOM(0.845),
    FLANK_BOTTOM(0.915),
    // Half-widths of the trunk.
    SHOULDER_WIDTH(0.185),
    RIB_WIDTH(0.25),
    BELLY_WIDTH(0.28),
    LOIN_WIDTH(0.245),
    HIP_WIDTH(0.25),
    // Fore leg: heights of joints, half-distance of the feet, half-thicknesses.
    ELBOW_HEIGHT(0.86),
    CARPUS_HEIGHT(0.47),
    FORE_FETLOCK_HEIGHT(0.20),
    FORE_STANCE(0.15),
    /** Shoulder joint to elbow, as a share of the withers' height. */
    HUMERUS(0.205),
    FORE_UPPER_GIRTH(1),
    FORE_LOWER_GIRTH(1),
    // Hind leg: heights and places of its outline, then of its joints.
    HIP_HEIGHT(1.10),
    STIFLE_HEIGHT(0.86),
    STIFLE_FORWARD(0.17),
    HOCK_HEIGHT(0.55),
    HOCK_BACK(0.185),
    HIND_FETLOCK_HEIGHT(0.22),
    HIND_STANCE(0.15),
    /** Thigh bone and tibia together, as a multiple of the straight way from hip to hock, at rest. */
    HIND_FOLD(1.156),
    FEMUR_TO_TIBIA(1.24),
    THIGH_GIRTH(1),
    HIND_LOWER_GIRTH(1),
    // Feet: 0 a hoof, 1 a paw; half-length of the foot.
    PAW(0),
    FOOT_SIZE(0.066),
    // Neck: length along the joints, angle over the horizontal, half-depths.
    NECK_LENGTH(0.65),
    NECK_ANGLE(0.785),
    NECK_BASE_DEPTH(0.27),
    NECK_MID_DEPTH(0.175),
    NECK_POLL_DEPTH(0.115),
    NECK_WIDTH(0.105),
    // Head: from the poll to the tip of the muzzle; pitch is how far the face points below the horizontal.
    HEAD_LENGTH(0.57),
    HEAD_PITCH(0.72),
    SKULL_DEPTH(0.125),
    SKULL_WIDTH(0.092),
    CHEEK_DEPTH(0.13),
    FACE_DEPTH(0.092),
    FACE_WIDTH(0.066),
    MUZZLE_DEPTH(0.068),
    MUZZLE_WIDTH(0.058),
    STOP(0),
    EYE_SIZE(0.034),
    // Ears: length, half-width, how far they point sideways and forward, how much their tips hang.
    EAR_LENGTH(0.17),
    EAR_WIDTH(0.036),
    EAR_OUT(0.25),
    EAR_FORWARD(0.25),
    EAR_DROOP(0),
    /** Where the ears are set: metres from the poll towards the face. */
    EAR_AHEAD(-0.02),
    // Horns.
    HORN_LENGTH(0),
    HORN_GIRTH(0.03),
    HORN_OUT(0.9),
    HORN_CURL(0),
    // Tail: length, how far it is carried over hanging, half-thickness at the dock, of the hair in the middle and at
    // the end.
    TAIL_LENGTH(0.72),
    TAIL_LIFT(0),
    TAIL_DOCK(0.042),
    TAIL_HAIR(0.075),
    TAIL_TIP(0.06),
    /** Hair beyond the last tail joint's bone, as a share of that bone. */
    TAIL_BRUSH(0.9),
    // Hair and skin.
    MANE(0.05),
    DEWLAP(0),
    UDDER(0),
    BEARD(0);

    static final List<Trait> LEG_HEIGHTS =
            List.of(ELBOW_HEIGHT, CARPUS_HEIGHT, FORE_FETLOCK_HEIGHT, STIFLE_HEIGHT, HOCK_HEIGHT, HIND_FETLOCK_HEIGHT);

    static final List<Trait> TRUNK_HEIGHTS = List.of(
            WITHERS_TOP, BACK_TOP, LOIN_TOP, CROUP_TOP, RUMP_TOP, CHEST_BOTTOM, BELLY_BOTTOM, FLANK_BOTTOM, HIP_HEIGHT);

    final double horse;

    Trait(double horse) {
        this.horse = horse;
    }
}
