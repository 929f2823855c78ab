package io.canter.ingest;

import java.nio.file.Path;
import java.util.List;

/** Still images one after the other. They carry no times, so these follow from the given rate. */
final class ImageSequence implements FrameDecoder {
    private final SourceSpec spec;
    private final FramePool pool;
    private final Ffmpeg.Watch watch;
    private final List<Path> images;
    private int position;
    private DecodeReport report = DecodeReport.EMPTY;
    private Frame first;
    private SourceInfo info;

    ImageSequence(SourceSpec spec, FramePool pool, Ffmpeg.Watch watch) {
        this.spec = spec;
        this.pool = pool;
        this.watch = watch;
        images = spec.images();
        first = decode();
        if (first == null) {
            throw new IngestException(spec.label() + " holds no readable image among " + images.size() + " ("
                    + report.lastProblem() + ")");
        }
        long duration = Math.round(images.size() * 1e6 / spec.imagesPerSecond());
        info = new SourceInfo(
                first.width(),
                first.height(),
                spec.imagesPerSecond(),
                images.size(),
                duration,
                true,
                false,
                images.size() + " images");
    }

    @Override
    public SourceInfo info() {
        return info;
    }

    @Override
    public Frame next() {
        if (first != null) {
            Frame frame = first;
            first = null;
            return frame;
        }
        return decode();
    }

    private Frame decode() {
        while (position < images.size() && !watch.cancelled()) {
            int index = position++;
            try (VideoDecoder decoder = VideoDecoder.open(spec, InputAddress.file(images.get(index)), pool, watch)) {
                Frame image = decoder.next();
                report = report.plus(new DecodeReport(
                        1,
                        0,
                        decoder.report().damaged(),
                        0,
                        false,
                        decoder.report().lastProblem()));
                long pts = Math.round(index * 1e6 / spec.imagesPerSecond());
                return image.moved(index, pts);
            } catch (IngestException e) {
                // One bad image is counted and the others go on; without any good one the constructor reports it.
                report = report.plus(new DecodeReport(0, 1, 0, 0, false, e.getMessage()));
            }
        }
        return null;
    }

    @Override
    public DecodeReport report() {
        return report;
    }

    @Override
    public void close() {
        if (first != null) {
            first.close();
            first = null;
        }
    }
}
