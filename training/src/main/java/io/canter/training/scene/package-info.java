/**
 * Scenes that nobody photographed: individuals, poses, cameras, coats, light, backgrounds and sensors drawn at random
 * from a seed, rendered, and their exact dual point maps. Colours are linear RGB until {@code Finish} develops them.
 */
package io.canter.training.scene;
