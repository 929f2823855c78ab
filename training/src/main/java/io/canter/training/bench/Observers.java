package io.canter.training.bench;

import io.canter.inference.Observer;

/**
 * Who looks at a clip: the product as it looks live, and as it looks where it has time.
 *
 * @param live stays the caller's, as the other
 * @param offLine looks twice at each crop ({@link io.canter.inference.MirroredNetwork})
 */
public record Observers(Observer live, Observer offLine) {}
