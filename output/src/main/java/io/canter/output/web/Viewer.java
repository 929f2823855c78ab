package io.canter.output.web;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.netty.http.websocket.WebsocketOutbound;

/**
 * One connected page. At most one message is on its way at a time; the next is taken from the board only when the
 * operating system has swallowed the one before, so a slow viewer skips frames and always goes on with the newest, and
 * costs the server one message of memory, not a queue.
 */
final class Viewer {
    private static final Logger LOG = LoggerFactory.getLogger(Viewer.class);

    /** RFC 6455, 7.4.1: the server is going down. */
    private static final int GOING_AWAY = 1001;

    private final WebsocketOutbound outbound;
    private final Board board;
    private final Board.Cursor cursor = new Board.Cursor();
    private boolean inFlight;
    private boolean closed;

    Viewer(WebsocketOutbound outbound, Board board) {
        this.outbound = outbound;
        this.board = board;
    }

    /** There may be news on the board. Any thread. */
    void signal() {
        Board.Entry entry;
        synchronized (this) {
            if (inFlight || closed) {
                return;
            }
            entry = board.next(cursor);
            if (entry == null) {
                return;
            }
            inFlight = true;
        }
        outbound.sendObject(new BinaryWebSocketFrame(Unpooled.wrappedBuffer(entry.bytes())))
                .then()
                .subscribe(null, this::failed, this::swallowed);
    }

    private void swallowed() {
        synchronized (this) {
            inFlight = false;
        }
        signal();
    }

    private void failed(Throwable error) {
        // A page that went away in the middle of a message: the connection's end is handled where it is accepted.
        LOG.debug("a viewer's connection broke: {}", error.toString());
        close();
    }

    /** Ends the connection in the way of RFC 6455, so that the page knows that it was no accident. */
    void sayGoodbye() {
        close();
        outbound.sendClose(GOING_AWAY, "the server stops").subscribe(null, this::failed);
    }

    synchronized void close() {
        closed = true;
    }
}
