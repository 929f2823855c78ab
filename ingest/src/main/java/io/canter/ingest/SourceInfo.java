package io.canter.ingest;

/**
 * What is known of a source before its first frame is handed out.
 *
 * @param width of the first frame in pixels, after rotation; later frames of a folder or a live source may differ
 * @param height of the first frame in pixels, after rotation
 * @param framesPerSecond nominal rate; the frames' own times are what counts
 * @param frameCount estimate from the header, -1 where unknown
 * @param durationMicros -1 where unknown
 * @param live the source has no end of its own and does not wait
 * @param description container and codec, for people
 */
public record SourceInfo(
        int width,
        int height,
        double framesPerSecond,
        long frameCount,
        long durationMicros,
        boolean seekable,
        boolean live,
        String description) {}
