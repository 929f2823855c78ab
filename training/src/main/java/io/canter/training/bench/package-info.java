/** The bench of tracking: one animal through time against truth, beside baselines that read the very same maps. */
package io.canter.training.bench;
