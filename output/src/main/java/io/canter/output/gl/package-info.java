/** OpenGL without a window, where the machine has it. Nothing else depends on it: every picture can be drawn without. */
package io.canter.output.gl;
