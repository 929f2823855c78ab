package io.canter.ingest;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.ffmpeg.avformat.AVInputFormat;
import org.bytedeco.ffmpeg.global.avdevice;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;
import org.bytedeco.opencv.global.opencv_core;

/**
 * What the native video libraries on this machine can do.
 *
 * @param ffmpeg version, and the licence it was built under
 * @param opencv version
 * @param protocols through which FFmpeg can read: file, http, rtsp's rtp, ...
 * @param devices cameras and screens that FFmpeg can open, by the name of their system
 */
public record NativeLibraries(String ffmpeg, String opencv, List<String> protocols, List<String> devices) {
    // FFmpeg knows some 40 protocols; the bound only guards against an iterator that does not end.
    private static final int PROTOCOLS_MAX = 1000;

    /**
     * Loads the libraries and asks them.
     *
     * @throws IngestException if they cannot be loaded
     */
    public static NativeLibraries load() {
        try {
            Ffmpeg.interrupt(); // registers devices
            String ffmpeg = avutil.av_version_info().getString() + ", "
                    + avutil.avutil_license().getString();
            return new NativeLibraries(ffmpeg, opencv_core.CV_VERSION, listProtocols(), listDevices());
        } catch (UnsatisfiedLinkError | NoClassDefFoundError | ExceptionInInitializerError e) {
            throw new IngestException("the native video libraries cannot be loaded: " + e.getMessage(), e);
        }
    }

    private static List<String> listProtocols() {
        List<String> names = new ArrayList<>();
        try (PointerPointer<Pointer> place = new PointerPointer<>(1)) {
            place.put(0, (Pointer) null);
            while (names.size() < PROTOCOLS_MAX) {
                var name = avformat.avio_enum_protocols(place, 0);
                if (name == null || name.isNull()) {
                    break;
                }
                names.add(name.getString());
            }
        }
        return names;
    }

    private static List<String> listDevices() {
        List<String> names = new ArrayList<>();
        AVInputFormat device = null;
        while ((device = avdevice.av_input_video_device_next(device)) != null && !device.isNull()) {
            names.add(device.name().getString());
        }
        return names;
    }
}
