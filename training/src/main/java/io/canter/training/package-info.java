/** The parametric animal family, its motion, the scene generator, ground-truth maps, evaluation. */
package io.canter.training;
