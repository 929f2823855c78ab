package io.canter.tracking;

/**
 * A frame whose scene is final, once it has waited for what comes after it.
 *
 * @param item what waited along with it
 */
public record Settled<T>(T item, Scene scene) {}
