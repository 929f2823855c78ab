/** Locates animals in whole frames, crops, runs the network, decodes dual point maps. */
package io.canter.inference;
