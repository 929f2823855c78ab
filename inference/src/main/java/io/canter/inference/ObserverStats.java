package io.canter.inference;

/**
 * What an {@link Observer} has done since it began.
 *
 * @param frames frames looked at
 * @param crops images that went through the network
 * @param searches frames searched as a whole
 * @param recrops followed animals that were badly placed in their crop and were cropped once more
 * @param droppedNotFinite animals dropped because the network's numbers were not finite
 */
public record ObserverStats(long frames, long crops, long searches, long recrops, long droppedNotFinite) {}
