package io.canter.training.rigs;

import io.canter.tracking.Rig;
import io.canter.training.geometry.NearestPoints;
import io.canter.training.rigs.ImportedRig.CarryError;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Puts carried points onto the template's surface, each to the nearest vertex of its own part of the body (or of the
 * trunk, for parts that grow out of it), so that no leg ends on its neighbour. The template's vertices lie within two
 * centimetres of each other.
 */
final class TemplateSnap {
    private final Rig template;
    private final int[][] members = new int[TemplateParts.COUNT][];
    private final NearestPoints[] nearest = new NearestPoints[TemplateParts.COUNT];

    TemplateSnap(Rig template, BodyCloud cloud) {
        this.template = template;
        for (int part = 0; part < members.length; part++) {
            List<Integer> allowed = new ArrayList<>();
            for (int v = 0; v < cloud.labels().length; v++) {
                String joint = template.skeleton().names().get(cloud.labels()[v]);
                int its = TemplateParts.of(joint);
                boolean border = part == TemplateParts.TRUNK ? TemplateParts.isRoot(joint) : its == TemplateParts.TRUNK;
                if (its == part || border) {
                    allowed.add(v);
                }
            }
            members[part] = allowed.stream().mapToInt(v -> v).toArray();
            float[] points = new float[3 * members[part].length];
            for (int i = 0; i < members[part].length; i++) {
                System.arraycopy(template.mesh().vertices(), 3 * members[part][i], points, 3 * i, 3);
            }
            nearest[part] = new NearestPoints(points);
        }
    }

    /**
     * Moves the points in place.
     *
     * @param labels template joint of each point
     */
    CarryError snap(float[] points, int[] labels) {
        double[] distances = new double[labels.length];
        for (int v = 0; v < labels.length; v++) {
            int part = TemplateParts.of(template.skeleton().names().get(labels[v]));
            int found = nearest[part].nearest(points[3 * v], points[3 * v + 1], points[3 * v + 2]);
            distances[v] = nearest[part].distance();
            System.arraycopy(template.mesh().vertices(), 3 * members[part][found], points, 3 * v, 3);
        }
        Arrays.sort(distances);
        return new CarryError(distances[distances.length / 2], distances[(int) (0.95 * (distances.length - 1))]);
    }
}
