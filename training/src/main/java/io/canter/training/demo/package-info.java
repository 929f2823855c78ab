/** Clips of generated animals with their truth: the demo that ships, and whatever evaluation asks for. */
package io.canter.training.demo;
