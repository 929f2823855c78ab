package io.canter.tracking;

/**
 * Poses of one animal over a stretch of time, with how well each is known. Lengths are template metres, axes the frame
 * camera's. Arrays may be changed by their owner.
 */
final class PosePath {
    final int frames;
    final int joints;
    final double[] seconds;
    /** 3 per frame: root joint. */
    final double[] translation;
    /** 4 per frame: x, y, z, w, cameraFromCanonical. */
    final double[] rotation;
    /** 3 per joint per frame: rotation vector in the parent's frame; the root's are unused. */
    final double[] bends;
    /** 1 per frame and component: 0 knows nothing, 1 all that a frame can. */
    final double[] weights;
    /** Components per frame: translation 3, turn of the root 3, 3 per bend from joint 1 on. */
    final int components;

    PosePath(double[] seconds, int joints) {
        this.seconds = seconds;
        this.joints = joints;
        frames = seconds.length;
        components = 3 + 3 * joints;
        translation = new double[3 * frames];
        rotation = new double[4 * frames];
        bends = new double[3 * joints * frames];
        weights = new double[components * frames];
    }

    void put(int frame, double[] t, double[] r, double[] b) {
        System.arraycopy(t, 0, translation, 3 * frame, 3);
        System.arraycopy(r, 0, rotation, 4 * frame, 4);
        System.arraycopy(b, 0, bends, 3 * joints * frame, 3 * joints);
    }

    void get(int frame, double[] t, double[] r, double[] b) {
        System.arraycopy(translation, 3 * frame, t, 0, 3);
        System.arraycopy(rotation, 4 * frame, r, 0, 4);
        System.arraycopy(bends, 3 * joints * frame, b, 0, 3 * joints);
    }

    void weigh(int frame, double weight) {
        java.util.Arrays.fill(weights, components * frame, components * (frame + 1), weight);
    }

    /** Takes over the pose of the frame before; for the first frame, of the animal at rest. */
    void repeat(int frame) {
        if (frame == 0) {
            rotation[3] = 1;
            return;
        }
        System.arraycopy(translation, 3 * (frame - 1), translation, 3 * frame, 3);
        System.arraycopy(rotation, 4 * (frame - 1), rotation, 4 * frame, 4);
        System.arraycopy(bends, 3 * joints * (frame - 1), bends, 3 * joints * frame, 3 * joints);
    }

    PosePath copy() {
        PosePath out = new PosePath(seconds, joints);
        System.arraycopy(translation, 0, out.translation, 0, translation.length);
        System.arraycopy(rotation, 0, out.rotation, 0, rotation.length);
        System.arraycopy(bends, 0, out.bends, 0, bends.length);
        System.arraycopy(weights, 0, out.weights, 0, weights.length);
        return out;
    }
}
