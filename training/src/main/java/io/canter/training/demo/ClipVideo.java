package io.canter.training.demo;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_H264;
import static org.bytedeco.ffmpeg.global.avutil.AV_LOG_ERROR;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_RGB24;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV420P;
import static org.bytedeco.ffmpeg.global.avutil.av_log_set_level;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.bytedeco.javacv.FFmpegFrameRecorder;
import org.bytedeco.javacv.Frame;

/** Writes RGB frames as H.264 in an MP4 that browsers play while it loads. */
final class ClipVideo implements AutoCloseable {
    private static final int GOP_SECONDS = 2;

    private final FFmpegFrameRecorder recorder;
    private final Frame frame;

    /** @param bitsPerSecond on average over the clip */
    ClipVideo(Path file, int width, int height, double framesPerSecond, int bitsPerSecond) throws IOException {
        av_log_set_level(AV_LOG_ERROR);
        recorder = new FFmpegFrameRecorder(file.toFile(), width, height);
        recorder.setFormat("mp4");
        recorder.setVideoCodecName("libopenh264");
        recorder.setVideoCodec(AV_CODEC_ID_H264);
        recorder.setPixelFormat(AV_PIX_FMT_YUV420P);
        recorder.setFrameRate(framesPerSecond);
        recorder.setGopSize((int) (GOP_SECONDS * framesPerSecond));
        recorder.setVideoBitrate(bitsPerSecond);
        recorder.setVideoOption("profile", "high");
        recorder.setVideoOption("allow_skip_frames", "0"); // a frame for every mask
        recorder.setVideoOption("threads", "1"); // the same bytes every time
        recorder.setOption("movflags", "+faststart");
        frame = new Frame(width, height, Frame.DEPTH_UBYTE, 3);
        recorder.start();
    }

    /** @param rgb height x width x 3 */
    void add(byte[] rgb) throws IOException {
        ByteBuffer pixels = (ByteBuffer) frame.image[0];
        int row = 3 * frame.imageWidth;
        for (int y = 0; y < frame.imageHeight; y++) {
            pixels.position(y * frame.imageStride);
            pixels.put(rgb, y * row, row);
        }
        pixels.rewind();
        recorder.record(frame, AV_PIX_FMT_RGB24);
    }

    @Override
    public void close() throws IOException {
        try (frame) {
            recorder.close(); // stops: writes what is left and the index
        }
    }
}
