package io.canter.training.family;

import io.canter.tracking.Body;
import io.canter.tracking.Mesh;
import io.canter.tracking.Rig;
import io.canter.tracking.Skeleton;
import java.util.List;

/** Builds the rig that the family shares: the horse is its template. */
public final class RigBuilder {
    /** Changes whenever a model trained with the older template would be wrong with the newer. */
    public static final String ID = "canter-quadruped-1";

    private RigBuilder() {}

    private static final int SHAPE_SAMPLES = 240;
    private static final int SHAPES = 12;

    /** The same rig at every call, on every machine. Takes some ten seconds, nearly all of them for the shape basis. */
    public static Rig build() {
        Rig bare = withoutShapes();
        return new Rig(
                ID,
                bare.mesh(),
                bare.skeleton(),
                bare.skin(),
                bare.keypoints(),
                bare.limits(),
                ShapeBasis.of(bare.template(), SHAPE_SAMPLES, SHAPES).shapes());
    }

    /** Everything but the shape basis. */
    static Rig withoutShapes() {
        Topology topology = Topology.get();
        Proportions horse = Presets.get("horse");
        BodyPlan plan = new BodyPlan(horse);
        Body template = AnimalFamily.body(horse);
        return new Rig(
                ID,
                new Mesh(template.vertices(), topology.triangles.clone()),
                new Skeleton(QuadrupedSkeleton.NAMES, QuadrupedSkeleton.parents(), template.joints()),
                SkinWeights.of(topology.jointShares(plan), topology.triangles),
                Landmarks.of(template.vertices(), plan),
                JointLimits.all(),
                List.of());
    }
}
