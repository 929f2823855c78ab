package io.canter.tracking;

/** Takes the points of a fit one by one, with what the present pose makes of them. */
@FunctionalInterface
interface PointSink {
    /**
     * Takes one point. All arrays are the fit's own working memory: read them now.
     *
     * @param carried 3 per influence: the point as that bone alone would carry it, from the root joint
     * @param place the point as all its bones carry it, from the root joint
     * @param rayMatrix 3 x 3, row-major: second derivative, by the point's place, of half the squared distance from the ray
     * @param rayForce its first derivative
     * @param posedMatrix second derivative of half the squared distance from P
     * @param posedForce its first derivative
     */
    void add(
            Correspondences points,
            int point,
            double[] carried,
            double[] place,
            double[] rayMatrix,
            double[] rayForce,
            double[] posedMatrix,
            double[] posedForce);
}
