/** The command line and the assembly of the pipeline. */
package io.canter.app;
