package io.canter.ingest;

import static org.bytedeco.ffmpeg.global.avcodec.*;
import static org.bytedeco.ffmpeg.global.avformat.*;
import static org.bytedeco.ffmpeg.global.avutil.*;

import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avcodec.AVPacketSideData;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVDictionaryEntry;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVFrameSideData;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.PointerPointer;

/**
 * One video stream through FFmpeg's libraries. They are called directly because JavaCV's grabber hides decode errors
 * and takes the first one for the end of the stream; here they are counted and the rest goes on.
 */
final class VideoDecoder implements FrameDecoder {
    private static final AVRational MICROS = new AVRational().num(1).den(1_000_000);
    private static final double DEFAULT_RATE = 25;
    private static final double MAX_RATE = 1000; // above this a header states its clock, not its rate

    private final SourceSpec spec;
    private final FramePool pool;
    private final Ffmpeg.Watch watch;
    private final PixelConverter converter = new PixelConverter();
    private AVFormatContext format;
    private AVCodecContext codec;
    private AVStream stream;
    private AVPacket packet;
    private AVFrame picture;
    private PointerPointer<?> planes;

    private SourceInfo info;
    private Frame first;
    private double rate = DEFAULT_RATE;
    private boolean draining;
    private long packets;
    private long lastPacketMicros; // end of the latest picture, from the stream's start
    private long decoded;
    private long failed;
    private long damaged;
    private long missing;
    private boolean evenTimes = true; // until a step shows that the stream has no steady rate
    private boolean truncated;
    private String lastProblem = "";
    private long lastPts = Long.MIN_VALUE;

    private VideoDecoder(SourceSpec spec, FramePool pool, Ffmpeg.Watch watch) {
        this.spec = spec;
        this.pool = pool;
        this.watch = watch;
    }

    /**
     * Opens and decodes up to the first frame, so that what is known of the stream is true.
     *
     * @throws IngestException if there is nothing to decode
     */
    static VideoDecoder open(SourceSpec spec, InputAddress address, FramePool pool, Ffmpeg.Watch watch) {
        VideoDecoder decoder = new VideoDecoder(spec, pool, watch);
        try {
            decoder.openInput(address);
            decoder.openCodec(address);
            decoder.first = decoder.decode();
            if (decoder.first == null) {
                throw new IngestException(address.label() + decoder.whyNothing());
            }
            decoder.info = decoder.describe(address);
            return decoder;
        } catch (RuntimeException e) {
            decoder.close();
            throw e;
        }
    }

    private void openInput(InputAddress address) {
        format = avformat_alloc_context();
        format.interrupt_callback().callback(Ffmpeg.interrupt());
        AVDictionary options = new AVDictionary(null);
        address.options().forEach((key, value) -> av_dict_set(options, key, value, 0));
        watch.start();
        int code = avformat_open_input(format, address.url(), address.inputFormat(), options);
        av_dict_free(options);
        if (code < 0) {
            format = null; // FFmpeg has freed it
            throw new IngestException(address.label() + " cannot be opened: " + reason(code) + address.advice());
        }
        if (isText(format.iformat().name().getString())) {
            throw new IngestException(address.label() + " is text, not video; give a video file or an image");
        }
        for (int g = 0; g < format.nb_stream_groups(); g++) {
            if (format.stream_groups(g).type() == AV_STREAM_GROUP_PARAMS_TILE_GRID) {
                throw new IngestException(
                        address.label() + " is an image made of tiles (HEIC), which is not read; convert it to JPEG");
            }
        }
        watch.start();
        code = avformat_find_stream_info(format, (AVDictionary) null);
        if (code < 0) {
            throw new IngestException(address.label() + " has no readable stream: " + reason(code) + address.advice());
        }
    }

    private void openCodec(InputAddress address) {
        int index = av_find_best_stream(format, AVMEDIA_TYPE_VIDEO, -1, -1, (AVCodec) null, 0);
        if (index < 0) {
            throw new IngestException(
                    address.label() + " has no video stream (streams: " + format.nb_streams() + "); give another file");
        }
        stream = format.streams(index);
        for (int s = 0; s < format.nb_streams(); s++) {
            format.streams(s).discard(s == index ? AVDISCARD_DEFAULT : AVDISCARD_ALL);
        }
        int id = stream.codecpar().codec_id();
        AVCodec decoder = decoderFor(id);
        if (decoder == null || decoder.isNull()) {
            throw new IngestException(address.label() + " is coded as "
                    + avcodec_get_name(id).getString() + ", for which there is no decoder; convert it to H.264");
        }
        codec = avcodec_alloc_context3(decoder);
        avcodec_parameters_to_context(codec, stream.codecpar());
        codec.pkt_timebase(stream.time_base());
        codec.thread_count(spec.decoderThreads());
        if (address.live()) {
            // Frame threads delay by a frame a thread; slices do not.
            codec.thread_type(AVCodecContext.FF_THREAD_SLICE);
            codec.flags(codec.flags() | AV_CODEC_FLAG_LOW_DELAY);
        }
        codec.max_pixels(spec.maxPixels());
        int code = avcodec_open2(codec, decoder, (AVDictionary) null);
        if (code < 0) {
            throw new IngestException(address.label() + ": the decoder for "
                    + avcodec_get_name(id).getString() + " does not start: " + reason(code));
        }
        packet = av_packet_alloc();
        picture = av_frame_alloc();
        planes = new PointerPointer<>(picture); // an AVFrame begins with the addresses of its planes
        rate = nominalRate();
    }

    // FFmpeg's own VP8 and VP9 leave transparency out: where the stream has it, libvpx decodes.
    private AVCodec decoderFor(int id) {
        AVDictionaryEntry alpha = av_dict_get(stream.metadata(), "alpha_mode", null, 0);
        if (alpha != null && !alpha.isNull() && alpha.value().getString().equals("1")) {
            AVCodec vpx = avcodec_find_decoder_by_name(id == AV_CODEC_ID_VP8 ? "libvpx" : "libvpx-vp9");
            if (vpx != null && !vpx.isNull()) {
                return vpx;
            }
        }
        return avcodec_find_decoder(id);
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
        while (!watch.cancelled()) {
            int code = avcodec_receive_frame(codec, picture);
            if (code >= 0) {
                try {
                    return handOut();
                } finally {
                    av_frame_unref(picture);
                }
            }
            if (code == AVERROR_EOF()) {
                return null;
            }
            if (code != AVERROR_EAGAIN()) {
                fail("a picture cannot be decoded: " + Ffmpeg.message(code));
            }
            if (!draining) {
                feed();
            } else if (code == AVERROR_EAGAIN()) {
                return null;
            }
        }
        return null;
    }

    /** Gives the decoder the next packet of the stream, or the sign of the end. */
    private void feed() {
        while (true) {
            watch.start();
            int code = av_read_frame(format, packet);
            if (code < 0) {
                endOfInput(code);
                avcodec_send_packet(codec, null);
                return;
            }
            if (packet.stream_index() != stream.index()) {
                av_packet_unref(packet);
                continue;
            }
            packets++;
            if (packet.pts() != AV_NOPTS_VALUE()) {
                long start = stream.start_time() == AV_NOPTS_VALUE() ? 0 : stream.start_time();
                long end = packet.pts() - start + packet.duration();
                lastPacketMicros = Math.max(lastPacketMicros, av_rescale_q(end, stream.time_base(), MICROS));
            }
            code = avcodec_send_packet(codec, packet);
            av_packet_unref(packet);
            if (code < 0 && code != AVERROR_EAGAIN()) {
                fail("packet " + packets + " cannot be decoded: " + Ffmpeg.message(code));
            }
            return;
        }
    }

    private void endOfInput(int code) {
        draining = true;
        if (code != AVERROR_EOF() && !watch.cancelled()) {
            truncated = true;
            lastProblem = "reading broke off after packet " + packets + ": " + reason(code);
        } else if (packets < stream.nb_frames() && !watch.cancelled()) {
            truncated = true;
            lastProblem = "the file ends after " + packets + " of " + stream.nb_frames() + " pictures";
        } else if (stream.nb_frames() <= 0 && format.duration() > 0 && lastPacketMicros < format.duration() / 2) {
            // Only far from the end: sound may well go on a little after the last picture.
            truncated = true;
            lastProblem =
                    "the pictures end after " + lastPacketMicros / 1000 + " of " + format.duration() / 1000 + " ms";
        }
    }

    private Frame handOut() {
        PixelConverter.Orientation orientation = orientation();
        int width = orientation.transpose() ? picture.height() : picture.width();
        int height = orientation.transpose() ? picture.width() : picture.height();
        double aspect = pixelAspect(orientation.transpose());
        long pts = presentationMicros();
        Frame frame = pool.frame(decoded, pts, width, height, spec.cameraFor(width, height, aspect));
        try {
            converter.convert(picture, planes, orientation, frame.pixels());
        } catch (RuntimeException e) {
            frame.close();
            throw e;
        }
        if (picture.decode_error_flags() != 0 || (picture.flags() & AVFrame.AV_FRAME_FLAG_CORRUPT) != 0) {
            damaged++;
            lastProblem = "frame " + decoded + " was patched up by the decoder";
        }
        countGap(pts);
        lastPts = pts;
        decoded++;
        return frame;
    }

    private long presentationMicros() {
        long stamp = picture.best_effort_timestamp();
        if (stamp == AV_NOPTS_VALUE()) {
            return lastPts == Long.MIN_VALUE ? 0 : lastPts + Math.round(1e6 / rate);
        }
        long pts = av_rescale_q(stamp, stream.time_base(), MICROS);
        // Broken files repeat times or step back; whoever follows motion needs them to increase.
        return lastPts == Long.MIN_VALUE ? pts : Math.max(pts, lastPts + 1);
    }

    // A demuxer that finds garbage goes on at the next picture without a word: only the times tell.
    private void countGap(long pts) {
        if (lastPts == Long.MIN_VALUE || !evenTimes) {
            return;
        }
        double steps = (pts - lastPts) * rate / 1e6;
        if (Math.abs(steps - Math.rint(steps)) > 0.2 || steps < 0.5) {
            evenTimes = false;
            missing = 0;
        } else if (steps > 1.5) {
            missing += Math.round(steps) - 1;
            lastProblem = Math.round(steps) - 1 + " pictures are missing before frame " + decoded;
        }
    }

    private PixelConverter.Orientation orientation() {
        AVFrameSideData own = av_frame_get_side_data(picture, AV_FRAME_DATA_DISPLAYMATRIX);
        if (own != null && !own.isNull()) {
            return orientation(own.data());
        }
        AVPacketSideData list = stream.codecpar().coded_side_data();
        int count = stream.codecpar().nb_coded_side_data();
        AVPacketSideData whole = av_packet_side_data_get(list, count, AV_PKT_DATA_DISPLAYMATRIX);
        return whole == null || whole.isNull() ? PixelConverter.Orientation.UPRIGHT : orientation(whole.data());
    }

    private static PixelConverter.Orientation orientation(BytePointer data) {
        int[] matrix = new int[9];
        new IntPointer(data).get(matrix);
        return PixelConverter.Orientation.of(matrix);
    }

    private double pixelAspect(boolean transposed) {
        AVRational ratio = av_guess_sample_aspect_ratio(format, stream, picture);
        double aspect = ratio.den() == 0 ? 0 : (double) ratio.num() / ratio.den();
        // Outside of this range the header is wrong, not the pixel long.
        if (!(aspect >= 0.5 && aspect <= 2)) {
            return 1;
        }
        return transposed ? 1 / aspect : aspect;
    }

    private double nominalRate() {
        for (AVRational ratio : new AVRational[] {av_guess_frame_rate(format, stream, null), stream.avg_frame_rate()}) {
            double value = ratio.den() == 0 ? 0 : (double) ratio.num() / ratio.den();
            if (value > 0 && value <= MAX_RATE) {
                return value;
            }
        }
        return DEFAULT_RATE;
    }

    private SourceInfo describe(InputAddress address) {
        boolean known = format.duration() > 0;
        long duration = known ? format.duration() : -1; // already in microseconds
        long frames = stream.nb_frames() > 0 ? stream.nb_frames() : known ? Math.round(duration * rate / 1e6) : -1;
        boolean seekable =
                format.pb() != null && !format.pb().isNull() && format.pb().seekable() != 0;
        return new SourceInfo(
                first.width(),
                first.height(),
                rate,
                frames,
                duration,
                seekable,
                address.live() && !known,
                format.iformat().name().getString() + ", "
                        + avcodec_get_name(stream.codecpar().codec_id()).getString());
    }

    private String whyNothing() {
        String cause = lastProblem.isEmpty() ? "it holds no picture" : lastProblem;
        return " gives no picture (" + cause + "); the file is damaged, truncated or empty";
    }

    private String reason(int code) {
        return !watch.cancelled() && watch.expired()
                ? "no data within " + spec.timeout().toMillis() + " ms"
                : Ffmpeg.message(code);
    }

    private void fail(String problem) {
        failed++;
        lastProblem = problem;
    }

    // FFmpeg draws text files as screens of a terminal.
    private static boolean isText(String formatName) {
        return formatName.equals("tty") || formatName.equals("bin") || formatName.equals("xbin");
    }

    @Override
    public DecodeReport report() {
        return new DecodeReport(decoded, failed, damaged, missing, truncated, lastProblem);
    }

    @Override
    public void close() {
        if (first != null) {
            first.close();
            first = null;
        }
        converter.close();
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
        if (format != null) {
            avformat_close_input(format);
        }
        watch.stop();
        planes = null;
        picture = null;
        packet = null;
        codec = null;
        format = null;
    }
}
