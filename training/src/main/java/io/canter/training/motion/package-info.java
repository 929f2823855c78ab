/** How animals move: gaits, grazing, standing, lying, and the random poses that training draws from them. */
package io.canter.training.motion;
