package io.canter.inference;

import java.nio.FloatBuffer;
import java.util.List;

/** Draws crops and runs them through the network, as many at a time as it takes. */
final class LookRunner implements AutoCloseable {
    /** Reads the network's results of one crop; they are overwritten by the next run. */
    interface Reader {
        /** @param image the crop's number in the network's batch */
        void read(Look look, int image);
    }

    private final PointMapNetwork network;
    private final CropWarp warp;
    private final int imageLength;
    private final float[] nothing; // a prior's numbers

    LookRunner(PointMapNetwork network, CropBorder border) {
        this.network = network;
        warp = new CropWarp(network.imageSize(), border);
        imageLength = 3 * network.imageSize() * network.imageSize();
        nothing = new float[Prior.CHANNELS * network.mapSize() * network.mapSize()];
    }

    void run(List<Look> looks, Reader reader) {
        FloatBuffer images = network.images();
        for (int start = 0; start < looks.size(); start += network.batchMax()) {
            int count = Math.min(network.batchMax(), looks.size() - start);
            for (int i = 0; i < count; i++) {
                Look look = looks.get(start + i);
                warp.draw(look.frame(), look.camera(), images, i * imageLength);
                drawPrior(look, i);
            }
            network.run(count);
            for (int i = 0; i < count; i++) {
                reader.read(looks.get(start + i), i);
            }
        }
    }

    private void drawPrior(Look look, int image) {
        FloatBuffer priors = network.priors();
        if (priors.capacity() == 0) {
            return;
        }
        int at = image * nothing.length;
        if (look.prior().isPresent()) {
            look.prior().get().draw(look.camera(), network.mapSize(), priors, at);
        } else {
            priors.put(at, nothing);
        }
    }

    @Override
    public void close() {
        warp.close();
    }
}
