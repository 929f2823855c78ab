package io.canter.training.evaluation;

/**
 * Finds legs whose left and right are exchanged in a picture.
 *
 * <p>For a pair of legs, take the levels (where the leg leaves the body, its middle joint, its foot) at which both sides
 * are marked and lie apart by more than {@link #CLEAR} of the box's longer side; without such a level the pair cannot
 * be judged. The pair is swapped if giving its found points to the other side would bring them nearer to the marks, by
 * more than {@link #CLEAR} of the longer side for each point in the mean. A frame is swapped if one of its pairs is; a
 * frame in which no pair can be judged does not count.
 */
public final class PictureLegs {
    /** The size of an annotator's own scatter, which must not decide. */
    static final double CLEAR = 0.05;

    private static final String[][] PAIRS = {{"shoulder", "elbow", "front_paw"}, {"hip", "knee", "back_paw"}};

    private int judged;
    private int swapped;

    /**
     * Takes one frame.
     *
     * @param found x and y of each of {@link AnnotatedKeypoints#NAMES}, pixels; NaN where there is none
     * @param marked likewise
     * @param longerSide of the true box, pixels
     */
    public void add(float[] found, float[] marked, double longerSide) {
        boolean anyJudged = false;
        boolean anySwapped = false;
        for (String[] levels : PAIRS) {
            double gain = 0;
            int points = 0;
            for (String level : levels) {
                int left = AnnotatedKeypoints.NAMES.indexOf("left_" + level);
                int right = AnnotatedKeypoints.NAMES.indexOf("right_" + level);
                double g = distance(found, left, marked, left)
                        + distance(found, right, marked, right)
                        - distance(found, left, marked, right)
                        - distance(found, right, marked, left);
                if (!Double.isNaN(g) && distance(marked, left, marked, right) > CLEAR * longerSide) {
                    gain += g;
                    points += 2;
                }
            }
            anyJudged |= points > 0;
            anySwapped |= points > 0 && gain > CLEAR * longerSide * points;
        }
        judged += anyJudged ? 1 : 0;
        swapped += anySwapped ? 1 : 0;
    }

    private static double distance(float[] a, int i, float[] b, int k) {
        return Math.hypot(a[2 * i] - b[2 * k], a[2 * i + 1] - b[2 * k + 1]);
    }

    /** Frames that could be judged. */
    public int judged() {
        return judged;
    }

    /** Of the judged frames, the share with a swapped pair of legs; NaN without one. */
    public double share() {
        return judged == 0 ? Double.NaN : (double) swapped / judged;
    }
}
