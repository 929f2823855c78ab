package io.canter.ingest;

import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV420P;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.bytedeco.javacv.FFmpegFrameRecorder;
import org.bytedeco.javacv.Frame;

/** Small videos whose content and times are known. */
final class Clips {
    private Clips() {}

    /** Frame {@code i} is plain grey of {@link #grey} with a red left half, shown at {@code ptsMicros[i]}. */
    static Path write(Path file, int width, int height, long... ptsMicros) throws Exception {
        try (FFmpegFrameRecorder recorder = new FFmpegFrameRecorder(file.toFile(), width, height)) {
            recorder.setFormat("matroska");
            recorder.setVideoCodecName("mpeg4");
            recorder.setFrameRate(1000);
            recorder.setPixelFormat(AV_PIX_FMT_YUV420P);
            recorder.setVideoBitrate(4_000_000);
            recorder.setGopSize(5);
            recorder.start();
            for (int i = 0; i < ptsMicros.length; i++) {
                try (Frame frame = new Frame(width, height, Frame.DEPTH_UBYTE, 3)) {
                    paint((ByteBuffer) frame.image[0], frame.imageStride, width, height, i);
                    recorder.setTimestamp(ptsMicros[i]);
                    recorder.record(frame);
                }
            }
            recorder.stop();
        }
        return file;
    }

    static int grey(int index) {
        return 40 + 15 * (index % 12);
    }

    static long[] evenly(int count, long periodMicros) {
        long[] pts = new long[count];
        for (int i = 0; i < count; i++) {
            pts[i] = i * periodMicros;
        }
        return pts;
    }

    private static void paint(ByteBuffer bgr, int stride, int width, int height, int index) {
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                boolean red = x < width / 2;
                int at = y * stride + 3 * x;
                bgr.put(at, (byte) (red ? 0 : grey(index)));
                bgr.put(at + 1, (byte) (red ? 0 : grey(index)));
                bgr.put(at + 2, (byte) (red ? 220 : grey(index)));
            }
        }
    }
}
