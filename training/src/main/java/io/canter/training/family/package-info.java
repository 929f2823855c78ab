/** The parametric quadruped family: proportions, its one mesh, individuals, skin, landmarks, limits and shape basis. */
package io.canter.training.family;
