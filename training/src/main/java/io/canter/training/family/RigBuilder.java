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

    /** The same rig at every call, on every machine. Takes some seconds. */
    public static Rig build() {
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
