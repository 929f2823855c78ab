package io.canter.output.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.canter.output.web.Protocol.Kind;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BoardTest {
    private final Board board = new Board();
    private final Board.Cursor cursor = new Board.Cursor();

    @Test
    void lateJoinerGetsWhatIsNeededInTheOrderInWhichItIsNeeded() {
        put(Kind.VIDEO, 1);
        put(Kind.POSE, 2);
        board.putCoat(4, new byte[] {6});
        board.putBody(4, new byte[] {3});
        put(Kind.RIG, 4);
        put(Kind.HELLO, 5);
        assertThat(drain()).containsExactly(5, 4, 3, 6, 2, 1);
    }

    @Test
    void onlyTheNewestOfAKindIsLeft() {
        put(Kind.POSE, 1);
        put(Kind.POSE, 2);
        put(Kind.POSE, 3);
        assertThat(drain()).containsExactly(3);
        assertThat(drain()).isEmpty();
    }

    @Test
    void poseAndItsPictureStayTogetherOnAThinLine() {
        List<Integer> got = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            board.putFrame(new byte[] {(byte) i}, new byte[] {(byte) i});
            got.add((int) board.next(cursor).bytes()[0]);
        }
        assertThat(got).containsExactly(0, 0, 2, 2, 4, 4);
    }

    @Test
    void posesFlowWithoutPictures() {
        put(Kind.POSE, 1);
        assertThat(drain()).containsExactly(1);
        put(Kind.POSE, 2);
        put(Kind.END, 3);
        assertThat(drain()).containsExactly(2, 3);
    }

    @Test
    void newBodyOvertakesTheOtherMessagesThatWait() {
        put(Kind.POSE, 1);
        drain();
        put(Kind.VIDEO, 2);
        put(Kind.POSE, 3);
        board.putBody(1, new byte[] {4});
        assertThat(drain()).containsExactly(4, 3, 2);
    }

    @Test
    void nothingOfAnOldStreamIsLeftButTheRig() {
        put(Kind.RIG, 1);
        board.putBody(1, new byte[] {2});
        put(Kind.POSE, 3);
        put(Kind.END, 4);
        board.clearStream();
        assertThat(drain()).containsExactly(1);
    }

    @Test
    void bodiesOfSubjectsThatWentAreDropped() {
        board.putBody(1, new byte[] {1});
        board.putBody(2, new byte[] {2});
        board.retainSubjects(List.of(2));
        assertThat(drain()).containsExactly(2);
    }

    private void put(Kind kind, int content) {
        board.put(kind, new byte[] {(byte) content});
    }

    private List<Integer> drain() {
        List<Integer> out = new ArrayList<>();
        for (Board.Entry entry = board.next(cursor); entry != null; entry = board.next(cursor)) {
            out.add((int) entry.bytes()[0]);
        }
        return out;
    }
}
