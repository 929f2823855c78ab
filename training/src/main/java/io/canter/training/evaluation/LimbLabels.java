package io.canter.training.evaluation;

import io.canter.tracking.Rig;
import io.canter.tracking.Skin;
import io.canter.training.geometry.NearestPoints;
import java.util.List;

/** Which leg each vertex of the template belongs to. */
final class LimbLabels {
    static final int LEGS = 4;
    static final int NONE = -1;

    // From where a leg is free of the body.
    private static final List<String> FREE = List.of(
            "radius", "metacarpus", "fore_pastern", "fore_foot", "tibia", "metatarsus", "hind_pastern", "hind_foot");

    private final NearestPoints template;
    private final int[] legs;

    LimbLabels(Rig rig) {
        template = new NearestPoints(rig.mesh().vertices());
        legs = new int[rig.mesh().vertexCount()];
        for (int v = 0; v < legs.length; v++) {
            int strongest = Skin.INFLUENCES * v;
            for (int k = strongest; k < Skin.INFLUENCES * (v + 1); k++) {
                strongest = rig.skin().weights()[k] > rig.skin().weights()[strongest] ? k : strongest;
            }
            legs[v] = leg(rig.skeleton().names().get(rig.skin().joints()[strongest]));
        }
    }

    private static int leg(String joint) {
        int bone = joint.length() < 2 ? -1 : FREE.indexOf(joint.substring(0, joint.length() - 2));
        return bone < 0 ? NONE : (bone >= FREE.size() / 2 ? 2 : 0) + (joint.endsWith("_r") ? 1 : 0);
    }

    /** Left front 0, right front 1, left hind 2, right hind 3, or {@link #NONE}: the leg that a canonical point is on. */
    int at(double x, double y, double z) {
        return legs[template.nearest(x, y, z)];
    }
}
