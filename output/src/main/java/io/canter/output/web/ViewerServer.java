package io.canter.output.web;

import io.canter.inference.Observation;
import io.canter.output.web.Protocol.Kind;
import io.canter.tracking.Coat;
import io.canter.tracking.Rig;
import io.canter.tracking.Scene;
import io.canter.tracking.Subject;
import io.netty.channel.ChannelOption;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.resources.LoopResources;

/**
 * Serves the page and streams scenes to everyone who has it open.
 *
 * <p>Call {@link #stream} and {@link #rig} once, then {@link #publish(Scene, byte[])} per frame. All methods
 * may be called from any thread and never wait for a viewer: each message replaces the unsent one of its kind, and who
 * is slow skips frames. Who comes late gets the stream's description, the rig, the bodies and the last frame at once.
 */
public final class ViewerServer implements AutoCloseable {
    /** One thread accepts, two serve: sending 30 frames a second to 64 viewers fills a tenth of one. */
    private static final int WORKERS = 2;

    /** How long closing waits for pages to take their goodbye. */
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(3);

    /** Unsent bytes that the system may hold for one viewer; more would only be a delay that nobody sees. */
    private static final int SEND_BUFFER_BYTES = 256 << 10;

    private final Board board = new Board();
    private final SpotDesk spots = new SpotDesk();
    private final Map<Integer, Integer> bodyVersions = new HashMap<>(); // and the lock of both
    private final Map<Integer, Integer> coatVersions = new HashMap<>();
    private final WebHandler handler = new WebHandler(board, spots, new StaticFiles());
    private final LoopResources loops = LoopResources.create("canter-web", 1, WORKERS, true);
    private final DisposableServer server;

    private ViewerServer(String host, int port) {
        try {
            server = HttpServer.create()
                    .host(host)
                    .port(port)
                    .runOn(loops)
                    .childOption(ChannelOption.SO_SNDBUF, SEND_BUFFER_BYTES)
                    .childOption(ChannelOption.TCP_NODELAY, true)
                    .handle(handler)
                    .bindNow();
        } catch (RuntimeException e) {
            loops.dispose();
            throw new ViewerServerException(explain(host, port, e), e);
        }
        board.put(Kind.HELLO, Messages.hello(new StreamInfo("", 0, 0, 0)));
    }

    /**
     * Starts to serve.
     *
     * @param host the interface to listen on; 127.0.0.1 for this machine only
     * @param port 0 for any free one
     * @throws ViewerServerException if the port is in use or cannot be had
     */
    public static ViewerServer start(String host, int port) {
        if (port < 0 || port > 0xffff) {
            throw new ViewerServerException("port must lie in 0..65535, was " + port, null);
        }
        return new ViewerServer(host, port);
    }

    /** Starts to serve for this machine only. */
    public static ViewerServer start(int port) {
        return start("127.0.0.1", port);
    }

    private static String explain(String host, int port, Throwable error) {
        Throwable cause = error;
        while (cause.getCause() != null && !(cause instanceof BindException)) {
            cause = cause.getCause();
        }
        String reason = cause.getMessage() == null ? cause.toString() : cause.getMessage();
        return reason.contains("in use")
                ? "port " + port + " on " + host + " is in use; choose another with --port, or 0 for any free one"
                : "cannot listen on port " + port + " of " + host + ": " + reason;
    }

    /** Where the server listens; its port is the real one, also if 0 was asked for. */
    public InetSocketAddress address() {
        return (InetSocketAddress) server.address();
    }

    /** The page's address, for people. */
    public String url() {
        String host = address().getAddress().isAnyLocalAddress()
                ? "localhost"
                : address().getHostString();
        return "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":"
                + address().getPort() + "/";
    }

    /** How many pages are connected. With none, there is no need to encode pictures. */
    public int viewers() {
        return handler.viewers();
    }

    /** A new stream begins; frames of the one before are forgotten, the rig stays. */
    public void stream(StreamInfo info) {
        synchronized (bodyVersions) {
            bodyVersions.clear();
            coatVersions.clear();
            board.clearStream();
            spots.clear();
            board.put(Kind.HELLO, Messages.hello(info));
        }
        handler.signal();
    }

    /** The family of all subjects to come. */
    public void rig(Rig rig) {
        board.put(Kind.RIG, Messages.rig(rig));
        spots.rig(rig);
        handler.signal();
    }

    /** Sends the scene's poses, and the rest shape and coat of each subject where they are new. */
    public void publish(Scene scene) {
        publishFrame(scene, null);
    }

    /**
     * Sends a scene and the picture that it was seen in; they are shown together even by viewers that skip frames.
     *
     * @param jpeg at most 8 MiB; not to be changed afterwards
     */
    public void publish(Scene scene, byte[] jpeg) {
        publishFrame(scene, picture(scene.ptsMicros(), jpeg));
    }

    /**
     * Remembers what a frame showed for a second of film, so that viewers can ask which spot of an animal is under a
     * pixel, and where it is in other frames. To be called before the frame is published.
     */
    public void remember(Scene scene, Observation observation) {
        spots.put(scene, observation);
    }

    private void publishFrame(Scene scene, byte[] picture) {
        List<Subject> subjects = Messages.sent(scene);
        byte[] pose = Messages.pose(scene);
        synchronized (bodyVersions) {
            List<Integer> present = subjects.stream().map(Subject::id).toList();
            if (bodyVersions.keySet().retainAll(present)) {
                coatVersions.keySet().retainAll(present);
                board.retainSubjects(present);
            }
            for (Subject subject : subjects) {
                Integer version = bodyVersions.put(subject.id(), subject.bodyVersion());
                if (version == null || version != subject.bodyVersion()) {
                    board.putBody(subject.id(), Messages.body(subject));
                }
                putCoat(subject);
            }
            if (picture == null) {
                board.put(Kind.POSE, pose);
            } else {
                board.putFrame(pose, picture);
            }
        }
        handler.signal();
    }

    /** A coat changes seldom, by the tracker's own rhythm: whoever comes late or is slow gets the newest alone. */
    private void putCoat(Subject subject) {
        Coat coat = subject.coat();
        if (coat.known()) {
            Integer version = coatVersions.put(subject.id(), coat.version());
            if (version == null || version != coat.version()) {
                board.putCoat(subject.id(), Messages.coat(subject.id(), coat));
            }
        }
    }

    /**
     * Sends the source's picture of the frame with that time, without a scene.
     *
     * @param jpeg at most 8 MiB; not to be changed afterwards
     */
    public void publishVideo(long ptsMicros, byte[] jpeg) {
        board.put(Kind.VIDEO, picture(ptsMicros, jpeg));
        handler.signal();
    }

    private static byte[] picture(long ptsMicros, byte[] jpeg) {
        if (jpeg.length > Protocol.MAX_VIDEO_BYTES) {
            throw new IllegalArgumentException("a picture may have " + Protocol.MAX_VIDEO_BYTES + " bytes, this has "
                    + jpeg.length + "; encode it smaller");
        }
        return Messages.video(ptsMicros, jpeg);
    }

    /**
     * Tells viewers that no frames come any more.
     *
     * @param lost the source broke off, rather than ended
     * @param reason one line for people; must not hold credentials
     */
    public void end(boolean lost, String reason) {
        board.put(Kind.END, Messages.end(lost, reason));
        handler.signal();
    }

    /** Says goodbye to all viewers and frees the port and the threads. */
    @Override
    public void close() {
        handler.close();
        server.disposeNow(CLOSE_TIMEOUT);
        loops.disposeLater(Duration.ZERO, CLOSE_TIMEOUT).block(CLOSE_TIMEOUT);
    }
}
