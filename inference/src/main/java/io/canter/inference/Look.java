package io.canter.inference;

import io.canter.ingest.Frame;
import java.util.Optional;

/**
 * One crop to be run.
 *
 * @param request number of the request that it serves
 * @param square the part of the frame, full-frame pixels
 * @param expected where in the frame the animal should be; for wide crops the square itself
 * @param prior what it should look like
 */
record Look(int request, Frame frame, Box square, Box expected, CropCamera camera, Optional<Prior> prior) {
    static Look wide(int request, Frame frame, Box square) {
        return new Look(
                request, frame, square, square, CropCamera.lookingAt(square, frame.camera(), 1), Optional.empty());
    }

    /** A close crop of an animal. */
    static Look close(int request, Frame frame, Hint animal, float margin) {
        Box inside = animal.box().cutTo(frame.width(), frame.height());
        Box square = CropPlan.square(inside, margin, frame.width(), frame.height());
        return new Look(
                request, frame, square, animal.box(), CropCamera.lookingAt(square, frame.camera(), 1), animal.prior());
    }

    /** True if the crop shows something beyond the frame's border. */
    boolean reachesOut() {
        return square.x() < 0
                || square.y() < 0
                || square.x() + square.width() > frame.width()
                || square.y() + square.height() > frame.height();
    }
}
