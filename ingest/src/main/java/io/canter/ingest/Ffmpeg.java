package io.canter.ingest;

import java.nio.charset.StandardCharsets;
import org.bytedeco.ffmpeg.avformat.AVIOInterruptCB;
import org.bytedeco.ffmpeg.global.avdevice;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.Pointer;

/** What all uses of FFmpeg share: quiet logs, readable errors, and a way out of blocking reads. */
public final class Ffmpeg {
    private static final int ERROR_TEXT_BYTES = 256;
    private static final ThreadLocal<Watch> WATCH = new ThreadLocal<>();
    // One for the whole program: JavaCPP has room for ten such callbacks only. FFmpeg calls it on the reading thread.
    private static final Interrupt INTERRUPT;

    static {
        // Errors reach the caller as return codes; FFmpeg's own lines would only cut through progress bars.
        avutil.av_log_set_level(avutil.AV_LOG_QUIET);
        avdevice.avdevice_register_all();
        INTERRUPT = new Interrupt();
    }

    private Ffmpeg() {}

    /** Keeps FFmpeg's own lines off the terminal. Loading this class is what does it; calling again is free. */
    public static void quiet() {}

    static AVIOInterruptCB.Callback_Pointer interrupt() {
        return INTERRUPT;
    }

    /** FFmpeg's own text for a negative return code. */
    public static String message(int code) {
        byte[] text = new byte[ERROR_TEXT_BYTES];
        avutil.av_strerror(code, text, text.length);
        int end = 0;
        while (end < text.length && text[end] != 0) {
            end++;
        }
        return new String(text, 0, end, StandardCharsets.UTF_8);
    }

    /** Bounds how long one blocking call may take, and lets another thread end it. */
    static final class Watch {
        private final long limitNanos;
        private long deadlineNanos;
        private volatile boolean cancelled;

        Watch(long limitNanos) {
            this.limitNanos = limitNanos;
        }

        /** Starts the time of the next blocking call and ties it to the current thread. */
        void start() {
            deadlineNanos = System.nanoTime() + limitNanos;
            WATCH.set(this);
        }

        void stop() {
            WATCH.remove();
        }

        /** From any thread: the running and all later calls end at once. */
        void cancel() {
            cancelled = true;
        }

        boolean cancelled() {
            return cancelled;
        }

        boolean expired() {
            return System.nanoTime() - deadlineNanos > 0;
        }
    }

    private static final class Interrupt extends AVIOInterruptCB.Callback_Pointer {
        @Override
        public int call(Pointer opaque) {
            Watch watch = WATCH.get();
            return watch != null && (watch.cancelled || watch.expired()) ? 1 : 0;
        }
    }
}
