/** Teaches the tracker's judge to tell animals from phantoms, on generated clips. */
package io.canter.training.plausibility;
