/** Every video source as one Flux of frames: decode, time stamps, pooled pixels with an owner. Knows nothing of ours. */
package io.canter.ingest;
