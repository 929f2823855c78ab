package io.canter.tracking;

import static org.assertj.core.api.Assertions.assertThat;

import io.canter.inference.Box;
import org.junit.jupiter.api.Test;

class CourseTest {
    private static final long SECOND = 1_000_000;
    /** Walks to the right by 50 pixels a second. */
    private final Course course = new Course(
            new double[3],
            new double[] {0, 0, 8},
            new Box(100, 100, 120, 80),
            new double[] {50, 0},
            144,
            0,
            0,
            0,
            false);

    private Box whole(Box seen) {
        return course.whole(seen, SECOND, 640, 360).orElse(seen);
    }

    @Test
    void whoWalksBehindAnEdgeIsStillAsLongAsItWas() {
        assertThat(whole(new Box(152, 101, 60, 78))).isEqualTo(new Box(152, 101, 120, 78));
        assertThat(whole(new Box(210, 101, 62, 78))).isEqualTo(new Box(152, 101, 120, 78));
        assertThat(whole(new Box(150, 100, 120, 50))).isEqualTo(new Box(150, 100, 120, 80));
        assertThat(whole(new Box(150, 130, 120, 50))).isEqualTo(new Box(150, 100, 120, 80));
    }

    @Test
    void whatIsSeenIsAllOfWhoHasTurnedOrSwingsItsLegsOrIsElsewhere() {
        for (Box seen : new Box[] {
            new Box(185, 100, 50, 80), // turned
            new Box(155, 100, 110, 80), // legs
            new Box(250, 100, 120, 80), // elsewhere
            new Box(150, 60, 60, 160) // nearer, and cut
        }) {
            assertThat(course.whole(seen, SECOND, 640, 360)).isEmpty();
        }
    }

    @Test
    void atThePicturesBorderItEnds() {
        Box seen = new Box(150, 100, 60, 80);
        assertThat(course.whole(seen, SECOND, 210, 360)).isEmpty();
        assertThat(course.whole(seen, SECOND, 240, 360)).contains(new Box(150, 100, 90, 80));
    }
}
