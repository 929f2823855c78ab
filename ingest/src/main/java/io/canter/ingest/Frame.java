package io.canter.ingest;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One picture of a stream: packed RGB, 8 bits a channel, rows from the top, no padding (stride {@code 3 * width}).
 *
 * <p>A frame is born with one owner. Whoever passes it on passes the duty to {@link #close()} it, or calls
 * {@link #retain()} first and both close. After the last close the pixels go back to their pool and must not be touched;
 * metadata stay readable. Pixels may be read from several threads; nobody writes them once a source has handed the frame
 * out.
 */
public final class Frame implements AutoCloseable {
    private final FramePool pool;
    private final ByteBuffer buffer;
    private final long index;
    private final long ptsMicros;
    private final int width;
    private final int height;
    private final Intrinsics camera;
    private final AtomicInteger owners = new AtomicInteger(1);
    private final AtomicBoolean discarded = new AtomicBoolean();

    Frame(FramePool pool, ByteBuffer buffer, long index, long ptsMicros, int width, int height, Intrinsics camera) {
        this.pool = pool;
        this.buffer = buffer;
        this.index = index;
        this.ptsMicros = ptsMicros;
        this.width = width;
        this.height = height;
        this.camera = camera;
    }

    /** 0-based number in the stream; a still image of a folder that cannot be read leaves a gap. */
    public long index() {
        return index;
    }

    /**
     * Presentation time as the file states it, not shifted to start at 0; strictly increasing within a stream. It goes
     * on increasing when a source loops.
     */
    public long ptsMicros() {
        return ptsMicros;
    }

    public int width() {
        return width;
    }

    public int height() {
        return height;
    }

    /** The camera that took this picture, in its pixels. */
    public Intrinsics camera() {
        return camera;
    }

    /**
     * The pixels from position 0 to {@code 3 * width * height}: a fresh view in native byte order, on direct memory.
     *
     * @throws IllegalStateException after the last owner has closed the frame
     */
    public ByteBuffer pixels() {
        if (owners.get() <= 0) {
            throw closed();
        }
        return buffer.duplicate().order(ByteOrder.nativeOrder());
    }

    /**
     * Adds an owner, who must close the frame too.
     *
     * @return this frame
     */
    public Frame retain() {
        int now = owners.get();
        while (true) {
            if (now <= 0) {
                throw closed();
            }
            int seen = owners.compareAndExchange(now, now + 1);
            if (seen == now) {
                return this;
            }
            now = seen;
        }
    }

    /**
     * Gives up one ownership; the last one frees the pixels.
     *
     * @throws IllegalStateException if there is no owner left: somebody closed twice
     */
    @Override
    public void close() {
        int left = owners.decrementAndGet();
        if (left == 0) {
            pool.giveBack(buffer);
        } else if (left < 0) {
            owners.incrementAndGet();
            throw closed();
        }
    }

    /**
     * What discard hooks of a reactive chain call: gives up the ownership that was on its way down the chain. Each
     * operator that may drop frames brings a hook, and Reactor runs all hooks below for every single drop, so that all
     * calls but the first do nothing.
     */
    public void discard() {
        if (discarded.compareAndSet(false, true)) {
            close();
        }
    }

    /** The same pixels under another number and time. This frame's only ownership moves to the one returned. */
    Frame moved(long newIndex, long newPtsMicros) {
        if (!owners.compareAndSet(1, 0)) {
            throw new IllegalStateException("frame " + index + " has " + owners.get() + " owners, not one");
        }
        return new Frame(pool, buffer, newIndex, newPtsMicros, width, height, camera);
    }

    private IllegalStateException closed() {
        return new IllegalStateException("frame " + index + " was used after its last owner closed it");
    }

    @Override
    public String toString() {
        return "Frame " + index + " at " + ptsMicros + " us, " + width + " x " + height + ", " + owners.get()
                + " owners";
    }
}
