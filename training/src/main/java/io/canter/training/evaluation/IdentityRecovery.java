package io.canter.training.evaluation;

import java.util.OptionalInt;

/**
 * One return of a true animal to sight.
 *
 * @param animal its id in the truth
 * @param hiddenFrames frames out of sight
 * @param frames frames from its return until it is found under its old id, 1 for the first frame; empty if that never
 *     happens before it leaves again or the clip ends
 */
public record IdentityRecovery(int animal, int hiddenFrames, OptionalInt frames) {}
