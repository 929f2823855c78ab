package io.canter.tracking;

import java.util.Arrays;
import java.util.Optional;

/**
 * What the fit believes before it looks: joint limits, usual poses (or, for rigs without a {@link PosePrior}, a mild
 * pull to rest), and where the animal should be by now.
 */
final class FitPrior {
    /** Beyond its limit a joint is held as if the limit were known to 2 degrees. */
    private static final double LIMIT_SIGMA = 0.035;
    /** Rest is a wide guess: most poses of a gait stay within this share of the range. */
    private static final double REST_SHARE = 0.5;

    private static final double REST_SIGMA_MIN = 0.08;
    /** What is left of the pull to rest where usual poses are known. */
    private static final double REST_LEFT = 0.5;
    /** The posed map as a whole may sit this much off the true root (metres). */
    static final double ORIGIN_SIGMA = 0.04;

    private final int joints;
    private final double[] least;
    private final double[] greatest;
    private final double[] restInformation;
    private final Optional<PosePrior> usual;

    /** Where the animal should be, root translation, root rotation and bends. */
    final double[] translation = new double[3];

    final double[] rotation = new double[4];
    final double[] bends;
    /** One over variance of the above; zero where the past is unknown. */
    double translationInformation;

    double rotationInformation;
    double bendInformation;
    private final double[] turn = new double[3];

    FitPrior(Rig rig) {
        joints = rig.skeleton().jointCount();
        least = new double[3 * joints];
        greatest = new double[3 * joints];
        restInformation = new double[3 * joints];
        bends = new double[3 * joints];
        usual = PosePrior.shipped(rig);
        for (int i = 0; i < 3 * joints; i++) {
            least[i] = rig.limits()[2 * i];
            greatest[i] = rig.limits()[2 * i + 1];
            double sigma = Math.max(REST_SIGMA_MIN, REST_SHARE * 0.5 * (greatest[i] - least[i]));
            restInformation[i] = (usual.isPresent() ? REST_LEFT : 1) / (sigma * sigma);
        }
    }

    /** Forgets where the animal should be. */
    void clearPrediction() {
        translationInformation = 0;
        rotationInformation = 0;
        bendInformation = 0;
        Arrays.fill(bends, 0);
    }

    /** Half the squared sum of the prior's residuals; adds to matrix and gradient unless they are null. */
    double add(Kinematics kinematics, double[] rootTranslation, double[] origin, double[] h, int stride, double[] g) {
        double sum = 0;
        int o = 3 + 3 * joints;
        for (int r = 0; r < 3; r++) {
            sum += one(rootTranslation[r] - translation[r], translationInformation, r, h, stride, g);
            sum += one(origin[r], 1 / (ORIGIN_SIGMA * ORIGIN_SIGMA), o + r, h, stride, g);
        }
        if (rotationInformation > 0) {
            Rotations.difference(kinematics.rootRotation, rotation, turn);
            for (int r = 0; r < 3; r++) {
                sum += one(turn[r], rotationInformation, 3 + r, h, stride, g);
            }
        }
        if (usual.isPresent()) {
            sum += usual.get().add(kinematics.bends, h, stride, g, 6);
        }
        for (int i = 3; i < 3 * joints; i++) {
            double bend = kinematics.bends[i];
            sum += one(bend, restInformation[i], 3 + i, h, stride, g);
            sum += one(bend - bends[i], bendInformation, 3 + i, h, stride, g);
            double beyond = bend < least[i] ? bend - least[i] : bend > greatest[i] ? bend - greatest[i] : 0;
            if (beyond != 0) {
                sum += one(beyond, 1 / (LIMIT_SIGMA * LIMIT_SIGMA), 3 + i, h, stride, g);
            }
        }
        return sum;
    }

    private static double one(double residual, double information, int at, double[] h, int stride, double[] g) {
        if (h != null) {
            h[at * stride + at] += information;
        }
        if (g != null) {
            g[at] += information * residual;
        }
        return 0.5 * information * residual * residual;
    }
}
