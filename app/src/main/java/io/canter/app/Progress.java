package io.canter.app;

import java.io.PrintStream;
import java.time.Duration;
import java.util.function.LongSupplier;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** Frames done, frames/s and time left: a bar on a terminal, a line every few seconds elsewhere. */
final class Progress implements AutoCloseable {
    private static final Duration LINE_EVERY = Duration.ofSeconds(5);

    private final PrintStream out;
    private final String task;
    private final long total;
    private final LongSupplier nanoClock;
    private final long startNanos;
    private final ProgressBar bar;
    private long done;
    private long nextLineNanos;

    /** @param total expected number of frames, or -1 where it is not known */
    Progress(String task, long total, boolean terminal, PrintStream out, LongSupplier nanoClock) {
        this.task = task;
        this.total = total;
        this.out = out;
        this.nanoClock = nanoClock;
        startNanos = nanoClock.getAsLong();
        nextLineNanos = startNanos + LINE_EVERY.toNanos();
        bar = terminal
                ? new ProgressBarBuilder()
                        .setTaskName(task)
                        .setInitialMax(total)
                        .setUnit(" frames", 1)
                        .showSpeed()
                        .setStyle(ProgressBarStyle.ASCII)
                        .setConsumer(new ConsoleProgressBarConsumer(out))
                        .setUpdateIntervalMillis(250)
                        .build()
                : null;
    }

    /** As a bar where standard error is a terminal, which the launcher knows. */
    static Progress onStandardError(String task, long total) {
        return new Progress(task, total, Boolean.getBoolean("canter.terminal"), System.err, System::nanoTime);
    }

    void step() {
        done++;
        if (bar != null) {
            bar.step();
            return;
        }
        long now = nanoClock.getAsLong();
        if (now >= nextLineNanos) {
            nextLineNanos = now + LINE_EVERY.toNanos();
            out.println(line(now));
        }
    }

    private String line(long nowNanos) {
        double seconds = (nowNanos - startNanos) * 1e-9;
        double rate = done / Math.max(seconds, 1e-9);
        if (total <= 0) {
            return String.format("%s: %d frames, %.1f frames/s", task, done, rate);
        }
        return String.format(
                "%s: %d of %d frames, %.1f frames/s, %.0f s left",
                task, done, total, rate, Math.max(0, total - done) / Math.max(rate, 1e-9));
    }

    /** Frames per second from the first to now. */
    double rate() {
        return done / Math.max((nanoClock.getAsLong() - startNanos) * 1e-9, 1e-9);
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
        }
    }
}
