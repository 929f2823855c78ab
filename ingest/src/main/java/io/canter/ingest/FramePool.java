package io.canter.ingest;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;

/**
 * Pixel buffers that go round between a source and the consumers of its frames. Thread-safe.
 *
 * <p>The pool never waits: who holds more frames than the bound has forgotten to close them, and waiting would turn
 * that mistake into a silent stop.
 */
public final class FramePool {
    /** More than any sane pipeline holds: prefetch, a batch and a few viewers. 64 frames of 1080p are 400 MB. */
    public static final int DEFAULT_MAX_LIVE = 64;

    // Decode, consume, encode and prefetch each hold one or two; more idle buffers would only be memory.
    private static final int MAX_IDLE = 8;
    // Vectorised converters may write a few bytes past the end of the last row.
    private static final int TAIL_BYTES = 128;

    private final int maxLive;
    private final ArrayDeque<ByteBuffer> idle = new ArrayDeque<>();
    private int live;
    private long allocated;

    public FramePool() {
        this(DEFAULT_MAX_LIVE);
    }

    public FramePool(int maxLive) {
        if (maxLive < 1) {
            throw new IllegalArgumentException("a pool needs room for at least 1 frame, got " + maxLive);
        }
        this.maxLive = maxLive;
    }

    /**
     * A frame with pixels of undefined content, to be filled through {@link Frame#pixels()}.
     *
     * @throws IllegalStateException if {@code maxLive} frames are already held
     */
    public Frame frame(long index, long ptsMicros, int width, int height, Intrinsics camera) {
        if (width < 1 || height < 1 || 3L * width * height > Integer.MAX_VALUE - TAIL_BYTES) {
            throw new IllegalArgumentException("no frame can be " + width + " x " + height + " pixels");
        }
        ByteBuffer buffer = acquire(3 * width * height);
        return new Frame(this, buffer, index, ptsMicros, width, height, camera);
    }

    /** Frames handed out and not yet closed. */
    public synchronized int live() {
        return live;
    }

    /** Buffers ever allocated: stays small when frames go round. */
    public synchronized long allocated() {
        return allocated;
    }

    private synchronized ByteBuffer acquire(int bytes) {
        if (live >= maxLive) {
            throw new IllegalStateException(
                    "all " + maxLive + " frames of the pool are held; close frames that are no longer needed");
        }
        ByteBuffer found = null;
        while (found == null && !idle.isEmpty()) {
            ByteBuffer candidate = idle.pop();
            // Buffers of another size are dropped: the source has changed its frame size.
            if (candidate.capacity() >= bytes + TAIL_BYTES && candidate.capacity() / 2 <= bytes + TAIL_BYTES) {
                found = candidate;
            }
        }
        if (found == null) {
            found = ByteBuffer.allocateDirect(bytes + TAIL_BYTES).order(ByteOrder.nativeOrder());
            allocated++;
        }
        live++;
        found.clear().limit(bytes);
        return found;
    }

    synchronized void giveBack(ByteBuffer buffer) {
        live--;
        if (idle.size() < MAX_IDLE) {
            idle.push(buffer);
        }
    }
}
