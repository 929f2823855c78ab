package io.canter.tracking;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PosePriorTest {
    private final Rig rig = Rigs.quadruped();
    private final PosePrior prior = PosePrior.shipped(rig).orElseThrow();
    private final int unknowns = BoneBlocks.unknowns(rig.skeleton().jointCount());

    private double[] bends(double spread) {
        double[] bends = new double[3 * rig.skeleton().jointCount()];
        Random random = new Random(2);
        float[] mean = prior.mean();
        for (int i = 0; i < mean.length; i++) {
            bends[3 + i] = mean[i] + spread * random.nextGaussian();
        }
        return bends;
    }

    @Test
    void gradientAgreesWithFiniteDifferences() {
        double[] bends = bends(0.2);
        double[] h = new double[unknowns * unknowns];
        double[] g = new double[unknowns];
        double cost = prior.add(bends, h, unknowns, g, 6);
        for (int i = 3; i < bends.length; i++) {
            bends[i] += 1e-6;
            double slope = (prior.add(bends, null, unknowns, null, 6) - cost) / 1e-6;
            bends[i] -= 1e-6;
            assertEquals(slope, g[3 + i], 1e-3 * Math.max(1, Math.abs(slope)), "number " + i);
        }
        for (int i = 0; i < 6; i++) {
            assertEquals(0, g[i]);
        }
    }

    @Test
    void unusualPosesCostMoreButPullLess() {
        double[] usual = new double[unknowns];
        double[] odd = new double[unknowns];
        double[] h = new double[unknowns * unknowns];
        double near = prior.add(bends(0.1), h, unknowns, usual, 6);
        double far = prior.add(bends(5), h, unknowns, odd, 6);
        assertTrue(near > 0 && far > near);
        double pull = 0;
        double oddPull = 0;
        for (int i = 0; i < unknowns; i++) {
            pull += usual[i] * usual[i];
            oddPull += odd[i] * odd[i];
        }
        assertTrue(oddPull < pull, oddPull + " against " + pull);
    }

    @Test
    void isOfItsOwnRigOnly() {
        assertTrue(PosePrior.shipped(TestRigs.chain(37)).isEmpty());
    }

    @Test
    void readsWhatItWrites() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        prior.write(bytes);
        PosePrior again = PosePrior.read(new ByteArrayInputStream(bytes.toByteArray()));
        assertArrayEquals(prior.mean(), again.mean());
        assertArrayEquals(prior.information(), again.information());
    }

    @Test
    void refusesWhatIsNoPrior() {
        assertThrows(IOException.class, () -> PosePrior.read(new ByteArrayInputStream(new byte[100])));
        assertThrows(
                IOException.class, () -> PosePrior.read(new ByteArrayInputStream(new byte[] {'C', 'T', 'P', 'P'})));
    }
}
