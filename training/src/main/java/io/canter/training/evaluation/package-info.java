/** How good it really is: scores against truth that was not trained on. */
package io.canter.training.evaluation;
