package io.canter.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class FrameTest {
    private static final Intrinsics CAMERA = Intrinsics.centred(4, 3, 0.7f);
    private final FramePool pool = new FramePool(2);

    private Frame frame() {
        return pool.frame(7, 40_000, 4, 3, CAMERA);
    }

    @Test
    void holdsExactlyItsPixels() {
        try (Frame frame = frame()) {
            assertThat(frame.pixels().remaining()).isEqualTo(36);
            assertThat(frame.pixels().isDirect()).isTrue();
        }
    }

    @Test
    void staysAliveUntilTheLastOwnerCloses() {
        Frame frame = frame();
        frame.retain();
        frame.close();
        assertThat(frame.pixels().remaining()).isEqualTo(36);
        assertThat(pool.live()).isOne();
        frame.close();
        assertThat(pool.live()).isZero();
    }

    @Test
    void refusesUseAfterRelease() {
        Frame frame = frame();
        frame.close();
        assertThatThrownBy(frame::pixels)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("frame 7");
        assertThatThrownBy(frame::retain).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(frame::close).isInstanceOf(IllegalStateException.class);
        assertThat(pool.live()).isZero();
    }

    @Test
    void movedFrameTakesThePixelsAlong() {
        Frame frame = frame();
        frame.pixels().put(5, (byte) 99);
        Frame moved = frame.moved(20, 800_000);
        assertThatThrownBy(frame::pixels).isInstanceOf(IllegalStateException.class);
        assertThat(moved.pixels().get(5)).isEqualTo((byte) 99);
        assertThat(moved.index()).isEqualTo(20);
        moved.close();
        assertThat(pool.live()).isZero();
    }

    @Test
    void poolReusesBuffersAndKeepsItsBound() {
        for (int i = 0; i < 50; i++) {
            frame().close();
        }
        assertThat(pool.allocated()).isOne();
        Frame a = frame();
        Frame b = frame();
        assertThatThrownBy(this::frame)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("close frames");
        a.close();
        b.close();
        frame().close();
    }

    @Test
    void poolDropsBuffersOfAnotherSize() {
        frame().close();
        try (Frame large = pool.frame(0, 0, 640, 480, CAMERA)) {
            assertThat(large.pixels().remaining()).isEqualTo(640 * 480 * 3);
        }
        assertThat(pool.allocated()).isEqualTo(2);
    }
}
