package io.canter.app;

import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV420P;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.bytedeco.javacv.FFmpegFrameGrabber;
import org.bytedeco.javacv.FFmpegFrameRecorder;
import org.bytedeco.javacv.Frame;

/** Short videos for tests: excerpts of the shipped clip, and pictures without an animal. */
final class DemoClips {
    static final int FRAMES_PER_SECOND = 25;

    private DemoClips() {}

    /** The first frames of the shipped clip, scaled. */
    static Path excerpt(Path file, int width, int height, int frames) throws IOException {
        Path clip = DemoFiles.clip();
        try (FFmpegFrameGrabber grabber = new FFmpegFrameGrabber(clip.toFile());
                FFmpegFrameRecorder recorder = recorder(file, width, height)) {
            grabber.start();
            for (int i = 0; i < frames; i++) {
                recorder.record(grabber.grabImage());
            }
        } finally {
            Files.delete(clip);
        }
        return file;
    }

    /** The same beside its mirror image: two animals. */
    static Path pair(Path file, int width, int height, int frames) throws IOException {
        Path one = excerpt(file.resolveSibling("one-" + file.getFileName()), width, height, frames);
        try (FFmpegFrameGrabber grabber = new FFmpegFrameGrabber(one.toFile());
                FFmpegFrameRecorder recorder = recorder(file, 2 * width, height);
                Frame both = new Frame(2 * width, height, Frame.DEPTH_UBYTE, 3)) {
            grabber.start();
            ByteBuffer to = (ByteBuffer) both.image[0];
            for (int i = 0; i < frames; i++) {
                Frame frame = grabber.grabImage();
                ByteBuffer from = (ByteBuffer) frame.image[0];
                for (int y = 0; y < height; y++) {
                    for (int x = 0; x < width; x++) {
                        for (int k = 0; k < 3; k++) {
                            byte value = from.get(y * frame.imageStride + 3 * x + k);
                            to.put(y * both.imageStride + 3 * x + k, value);
                            to.put(y * both.imageStride + 3 * (2 * width - 1 - x) + k, value);
                        }
                    }
                }
                recorder.record(both);
            }
        } finally {
            Files.delete(one);
        }
        return file;
    }

    /** Grey noise around a grey that drifts: nothing that could be taken for an animal. */
    static Path noise(Path file, int width, int height, int frames) throws IOException {
        Random random = new Random(7);
        try (Frame frame = new Frame(width, height, Frame.DEPTH_UBYTE, 3);
                FFmpegFrameRecorder recorder = recorder(file, width, height)) {
            ByteBuffer pixels = (ByteBuffer) frame.image[0];
            for (int i = 0; i < frames; i++) {
                for (int at = 0; at < pixels.capacity(); at++) {
                    pixels.put(at, (byte) (100 + 2 * i + random.nextInt(40)));
                }
                recorder.record(frame);
            }
        }
        return file;
    }

    /** Its first part only, as after a broken download. */
    static Path cut(Path file, Path target, double part) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        return Files.write(target, java.util.Arrays.copyOf(bytes, (int) (bytes.length * part)));
    }

    static int frames(Path video) throws IOException {
        int frames = 0;
        try (FFmpegFrameGrabber grabber = new FFmpegFrameGrabber(video.toFile())) {
            grabber.start();
            while (grabber.grabImage() != null) {
                frames++;
            }
        }
        return frames;
    }

    private static FFmpegFrameRecorder recorder(Path file, int width, int height) throws IOException {
        FFmpegFrameRecorder recorder = new FFmpegFrameRecorder(file.toFile(), width, height);
        recorder.setVideoCodecName("mpeg4");
        recorder.setPixelFormat(AV_PIX_FMT_YUV420P);
        recorder.setFrameRate(FRAMES_PER_SECOND);
        recorder.setGopSize(5);
        recorder.setVideoQuality(3);
        recorder.start();
        return recorder;
    }
}
