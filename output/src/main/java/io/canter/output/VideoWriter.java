package io.canter.output;

import static org.bytedeco.ffmpeg.global.avcodec.*;
import static org.bytedeco.ffmpeg.global.avformat.*;
import static org.bytedeco.ffmpeg.global.avutil.*;

import io.canter.ingest.Ffmpeg;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.AVOutputFormat;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.ffmpeg.global.swscale;
import org.bytedeco.ffmpeg.swscale.SwsContext;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.PointerPointer;

/**
 * H.264 in MP4 from packed RGB, each picture at its own time. FFmpeg's libraries are called directly, since JavaCV's
 * recorder rounds times to a fixed frame rate.
 */
final class VideoWriter implements AutoCloseable {
    private static final int CLOCK = 90_000; // ticks a second, the usual one of MP4; exact for all common rates
    private static final int SMALLEST = 16; // a macroblock: the encoder takes nothing less
    private static final int LONGEST = 3840; // the encoder's limits
    private static final int SHORTEST_LONG = 2160;
    private static final double BITS_A_PIXEL = 0.14;
    private static final int FIXED_ONE = 1 << 16;

    private final AVRational clock = new AVRational().num(1).den(CLOCK);
    private final AVRational micros = new AVRational().num(1).den(1_000_000);
    private final PointerPointer<BytePointer> source = new PointerPointer<>(4);
    private final IntPointer sourceStride = new IntPointer(4);
    private final int width;
    private final int height;
    private final long frameTicks;
    private AVFormatContext format;
    private AVCodecContext codec;
    private AVStream stream;
    private AVFrame picture;
    private AVPacket packet;
    private PointerPointer<?> planes;
    private SwsContext scaler;
    private long lastTicks = -1;

    /**
     * @param framesPerSecond nominal, for the encoder's rate control
     * @throws IOException if no encoder is there or the file cannot be written
     */
    VideoWriter(Path file, int sourceWidth, int sourceHeight, double framesPerSecond) throws IOException {
        double shrink = Math.min(
                1,
                Math.min(
                        (double) LONGEST / Math.max(sourceWidth, sourceHeight),
                        (double) SHORTEST_LONG / Math.min(sourceWidth, sourceHeight)));
        width = even(sourceWidth * shrink);
        height = even(sourceHeight * shrink);
        frameTicks = Math.max(1, Math.round(CLOCK / framesPerSecond));
        try {
            open(file, framesPerSecond);
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    // Colour is stored for 2 x 2 pixels: sizes are even.
    private static int even(double size) {
        return Math.max(SMALLEST, 2 * (int) Math.ceil(size / 2));
    }

    private void open(Path file, double framesPerSecond) throws IOException {
        Ffmpeg.quiet();
        AVCodec encoder = avcodec_find_encoder_by_name("libopenh264");
        if (encoder == null || encoder.isNull()) {
            encoder = avcodec_find_encoder(AV_CODEC_ID_H264);
        }
        if (encoder == null || encoder.isNull()) {
            throw new IOException("this FFmpeg has no H.264 encoder; leave 'overlay' out of --save");
        }
        format = new AVFormatContext(null);
        check(avformat_alloc_output_context2(format, (AVOutputFormat) null, "mp4", file.toString()), "MP4 writer");
        codec = avcodec_alloc_context3(encoder);
        codec.width(width).height(height).pix_fmt(AV_PIX_FMT_YUV420P).time_base(clock);
        codec.framerate(av_d2q(framesPerSecond, 1_000_000));
        codec.gop_size((int) Math.max(1, Math.min(250, Math.round(2 * framesPerSecond))));
        codec.bit_rate(Math.max(200_000, Math.round(BITS_A_PIXEL * width * height * framesPerSecond)));
        codec.color_range(AVCOL_RANGE_MPEG).colorspace(AVCOL_SPC_BT709);
        codec.color_primaries(AVCOL_PRI_BT709).color_trc(AVCOL_TRC_BT709);
        codec.thread_count(1); // one core draws and encodes while the other decodes and infers
        codec.flags(codec.flags() | AV_CODEC_FLAG_GLOBAL_HEADER);
        check(avcodec_open2(codec, encoder, (AVDictionary) null), "H.264 encoder for " + width + " x " + height);
        stream = avformat_new_stream(format, encoder);
        avcodec_parameters_from_context(stream.codecpar(), codec);
        stream.time_base(clock).avg_frame_rate(codec.framerate());
        AVIOContext io = new AVIOContext(null);
        check(avio_open(io, "file:" + file.toAbsolutePath(), AVIO_FLAG_WRITE), "file " + file);
        format.pb(io);
        check(avformat_write_header(format, (AVDictionary) null), "header of " + file);
        picture = av_frame_alloc();
        picture.width(width).height(height).format(AV_PIX_FMT_YUV420P);
        picture.color_range(AVCOL_RANGE_MPEG).colorspace(AVCOL_SPC_BT709);
        check(av_frame_get_buffer(picture, 0), "picture buffer");
        planes = new PointerPointer<>(picture); // an AVFrame begins with the addresses of its planes
        packet = av_packet_alloc();
    }

    /**
     * Adds a picture.
     *
     * @param rgb packed, direct; scaled where its size is not the first one's
     * @param atMicros time from the start; must not go back
     */
    void write(ByteBuffer rgb, int rgbWidth, int rgbHeight, long atMicros) throws IOException {
        configure(rgbWidth, rgbHeight);
        check(av_frame_make_writable(picture), "picture buffer");
        source.put(0, new BytePointer(rgb));
        sourceStride.put(0, 3 * rgbWidth);
        check(
                swscale.sws_scale(scaler, source, sourceStride, 0, rgbHeight, planes, picture.linesize()),
                "conversion from RGB");
        // Times closer than a tick of the clock still have to increase.
        lastTicks = Math.max(lastTicks + 1, av_rescale_q(atMicros, micros, clock));
        picture.pts(lastTicks);
        check(avcodec_send_frame(codec, picture), "encoding");
        drain();
    }

    private void configure(int rgbWidth, int rgbHeight) throws IOException {
        SwsContext before = scaler;
        scaler = swscale.sws_getCachedContext(
                scaler,
                rgbWidth,
                rgbHeight,
                AV_PIX_FMT_RGB24,
                width,
                height,
                AV_PIX_FMT_YUV420P,
                swscale.SWS_BILINEAR,
                null,
                null,
                (DoublePointer) null);
        if (scaler == null || scaler.isNull()) {
            scaler = null;
            throw new IOException("frames of " + rgbWidth + " x " + rgbHeight + " cannot be scaled for the video");
        }
        if (before == null || before.address() != scaler.address()) {
            IntPointer matrix = swscale.sws_getCoefficients(swscale.SWS_CS_ITU709);
            check(
                    swscale.sws_setColorspaceDetails(scaler, matrix, 1, matrix, 0, 0, FIXED_ONE, FIXED_ONE),
                    "colour matrix");
        }
    }

    private void drain() throws IOException {
        while (true) {
            int code = avcodec_receive_packet(codec, packet);
            if (code == AVERROR_EAGAIN() || code == AVERROR_EOF()) {
                return;
            }
            check(code, "encoding");
            packet.stream_index(stream.index());
            packet.duration(frameTicks);
            av_packet_rescale_ts(packet, clock, stream.time_base());
            code = av_interleaved_write_frame(format, packet);
            av_packet_unref(packet);
            check(code, "writing; is there room on the disk?");
        }
    }

    /** Writes what the encoder holds back and the index. */
    void finish() throws IOException {
        check(avcodec_send_frame(codec, null), "encoding");
        drain();
        check(av_write_trailer(format), "writing the index");
    }

    private static void check(int code, String what) throws IOException {
        if (code < 0) {
            throw new IOException("overlay video: " + what + " failed: " + Ffmpeg.message(code));
        }
    }

    @Override
    public void close() {
        if (scaler != null) {
            swscale.sws_freeContext(scaler);
        }
        if (planes != null) {
            planes.close();
        }
        if (picture != null) {
            av_frame_free(picture);
        }
        if (packet != null) {
            av_packet_free(packet);
        }
        if (codec != null) {
            avcodec_free_context(codec);
        }
        if (format != null && !format.isNull()) {
            AVIOContext io = format.pb();
            if (io != null && !io.isNull()) {
                avio_closep(io);
            }
            format.pb(null);
            avformat_free_context(format);
        }
        scaler = null;
        planes = null;
        picture = null;
        packet = null;
        codec = null;
        format = null;
        source.close();
        sourceStride.close();
    }
}
