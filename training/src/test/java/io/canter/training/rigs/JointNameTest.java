package io.canter.training.rigs;

import static org.assertj.core.api.Assertions.assertThat;

import io.canter.training.rigs.JointName.End;
import io.canter.training.rigs.JointName.Part;
import io.canter.training.rigs.JointName.Side;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JointNameTest {
    @ParameterizedTest
    @CsvSource({
        "FrontUpperLeg.L, LEG, LEFT, FRONT",
        "BackShoulder.R, LEG, RIGHT, HIND",
        "Back, TRUNK, MIDDLE, NONE",
        "b_RightForeArm_07, LEG, RIGHT, FRONT",
        "b_LeftLeg01_015, LEG, LEFT, NONE",
        "leg.upper.B.L, LEG, LEFT, HIND",
        "Ear3.L, EAR, LEFT, NONE",
        "b_Head_05, HEAD, MIDDLE, NONE",
        "metatarsus_l, LEG, LEFT, HIND",
        "Neck2, NECK, MIDDLE, NONE",
        "Tail1, TAIL, MIDDLE, NONE",
        "Shoulders, TRUNK, MIDDLE, NONE",
        "IKFrontLeg.L, CONTROL, LEFT, FRONT",
        "FrontFoot.R_end, CONTROL, RIGHT, FRONT",
        "FF.L, UNKNOWN, LEFT, NONE",
        "Bone.002, UNKNOWN, MIDDLE, NONE",
    })
    void wordsTellPartSideAndEnd(String name, Part part, Side side, End end) {
        assertThat(JointName.of(name)).isEqualTo(new JointName(part, side, end));
    }
}
