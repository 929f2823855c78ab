package io.canter.ingest;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.ffmpeg.avformat.AVInputFormat;
import org.bytedeco.ffmpeg.global.avformat;

/**
 * An input in FFmpeg's own terms.
 *
 * @param label what people are told, without secrets
 * @param formatName forced demuxer, null to probe
 * @param options for the demuxer and its protocol
 * @param advice ends the message when opening fails
 */
record InputAddress(
        String label, String url, String formatName, boolean live, Map<String, String> options, String advice) {
    InputAddress {
        options = Map.copyOf(options);
    }

    static InputAddress of(SourceSpec spec) {
        return switch (spec.kind()) {
            case URL -> url(spec);
            case DEVICE -> device(spec);
            case FILE, IMAGES -> file(Path.of(spec.location()));
        };
    }

    static InputAddress file(Path path) {
        Map<String, String> options = new LinkedHashMap<>();
        // A list inside a file must not reach out to the network or to other programs.
        options.put("protocol_whitelist", "file,crypto,data");
        // A percent sign in a name is part of the name.
        options.put("pattern_type", "none");
        // The prefix keeps names such as "concat:a|b" or "-" from being taken for protocols.
        return new InputAddress(
                path.toString(),
                "file:" + path.toAbsolutePath(),
                null,
                false,
                options,
                "; it is empty, damaged or not a video");
    }

    private static InputAddress url(SourceSpec spec) {
        String scheme =
                spec.location().substring(0, spec.location().indexOf("://")).toLowerCase(java.util.Locale.ROOT);
        String micros = Long.toString(spec.timeout().toNanos() / 1000);
        Map<String, String> options = new LinkedHashMap<>();
        switch (scheme) {
            case "rtsp", "rtsps" -> {
                options.put("protocol_whitelist", "rtsp,rtsps,rtp,srtp,udp,tcp,tls,crypto");
                options.put("rtsp_transport", "tcp"); // lost UDP packets smear pictures
                options.put("timeout", micros);
            }
            case "http", "https" -> {
                options.put("protocol_whitelist", "http,https,tcp,tls,crypto,data,httpproxy");
                options.put("rw_timeout", micros);
            }
            case "rtmp", "rtmps", "srt", "udp", "rtp", "tcp" -> {
                options.put("protocol_whitelist", "rtmp,rtmps,srt,udp,rtp,tcp,tls,crypto");
                options.put("rw_timeout", micros);
            }
            default ->
                throw new IngestException(spec.label() + ": there is no way to read " + scheme
                        + "; use rtsp, http, https, rtmp, srt, udp, rtp or tcp");
        }
        return new InputAddress(spec.label(), spec.location(), null, true, options, "; check address and network");
    }

    private static InputAddress device(SourceSpec spec) {
        String location = spec.location();
        int colon = location.indexOf(':');
        String driver = location.startsWith("/dev/") ? "v4l2" : location.substring(0, colon);
        String name = location.startsWith("/dev/") ? location : location.substring(colon + 1);
        return new InputAddress(location, name, driver, true, Map.of(), "; is the camera there and free?");
    }

    /** The forced demuxer, or null. */
    AVInputFormat inputFormat() {
        if (formatName == null) {
            return null;
        }
        AVInputFormat found = avformat.av_find_input_format(formatName);
        if (found == null || found.isNull()) {
            throw new IngestException(label + ": this FFmpeg has no device driver " + formatName);
        }
        return found;
    }
}
