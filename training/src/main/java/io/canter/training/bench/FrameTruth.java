package io.canter.training.bench;

import io.canter.training.scene.View;

/**
 * The truth of one frame of a generated clip.
 *
 * @param joints 3 each, camera frame, template metres
 * @param stands by foot: whether it stands
 * @param view the camera
 * @param visible by point: whether it is seen
 * @param places 2 per point: x and y, pixels of the frame
 */
record FrameTruth(float[] joints, boolean[] stands, View view, boolean[] visible, float[] places) {}
