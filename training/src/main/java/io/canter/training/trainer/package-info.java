/** What the trainer in {@code training/trainer} needs of the Java side. */
package io.canter.training.trainer;
