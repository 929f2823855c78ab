package io.canter.training.motion;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import io.canter.tracking.PosePrior;
import io.canter.tracking.Rigs;
import java.io.IOException;
import java.io.InputStream;
import org.junit.jupiter.api.Test;

class PosePriorMainTest {
    @Test
    void theTrackersPriorIsOfTheMotionLibraryAsItIs() throws IOException {
        PosePrior learned = PosePriorMain.learn(Rigs.quadruped());
        try (InputStream in = PosePrior.class.getResourceAsStream("pose-prior.bin")) {
            PosePrior shipped = PosePrior.read(in);
            assertArrayEquals(learned.mean(), shipped.mean(), 1e-4f, "run training/pose-prior.sh");
            assertArrayEquals(learned.information(), shipped.information(), 0.05f, "run training/pose-prior.sh");
        }
    }
}
