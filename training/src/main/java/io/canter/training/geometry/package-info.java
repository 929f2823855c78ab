/** Clouds of points: the nearest of many, and the best alignment of two. */
package io.canter.training.geometry;
