/** The rig and its rasteriser, correspondences through canonical maps, the articulated fit, state over time. */
package io.canter.tracking;
