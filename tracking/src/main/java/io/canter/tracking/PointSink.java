package io.canter.tracking;

/** Takes the points of a fit one by one, with what the present pose makes of them. */
@FunctionalInterface
interface PointSink {
    /**
     * Takes one point. All arrays are the fit's own working memory: read them now.
     *
     * @param carried 3 per influence: the point as that bone alone would carry it, from the root joint
     * @param rayWeight weight of the distance to the ray
     * @param rayForce weighted residual of the ray, {@code rayWeight (I - d d^T) (x + t)}
     * @param posedWeight weight of the posed residual
     * @param posedForce its weighted residual
     */
    void add(
            Correspondences points,
            int point,
            double[] carried,
            double rayWeight,
            double[] rayForce,
            double posedWeight,
            double[] posedForce);
}
