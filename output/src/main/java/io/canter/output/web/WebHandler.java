package io.canter.output.web;

import io.canter.output.web.StaticFiles.StaticFile;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.timeout.WriteTimeoutHandler;
import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import org.reactivestreams.Publisher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;
import reactor.netty.http.server.WebsocketServerSpec;
import reactor.netty.http.websocket.WebsocketInbound;
import reactor.netty.http.websocket.WebsocketOutbound;

/** Answers every request: the page's files, {@code /healthz}, {@code /spot} (see {@link SpotDesk}) and {@code /ws}. */
final class WebHandler implements BiFunction<HttpServerRequest, HttpServerResponse, Publisher<Void>> {
    private static final Logger LOG = LoggerFactory.getLogger(WebHandler.class);

    /** Pages at once; the video alone makes 64 of them 100 MB/s. */
    static final int MAX_VIEWERS = 64;

    /** Viewers have nothing to say yet; what they send is read and thrown away, and above this the line is cut. */
    static final int MAX_INBOUND_BYTES = 4096;

    /** A viewer that takes nothing for so long is gone without having said so. */
    private static final int STALLED_SECONDS = 30;

    private static final WebsocketServerSpec WITH_SUBPROTOCOL = WebsocketServerSpec.builder()
            .protocols(Protocol.SUBPROTOCOL)
            .maxFramePayloadLength(MAX_INBOUND_BYTES)
            .build();

    /** For clients that wish for none: with the one above they would be connected and never be served. */
    private static final WebsocketServerSpec WITHOUT_SUBPROTOCOL = WebsocketServerSpec.builder()
            .maxFramePayloadLength(MAX_INBOUND_BYTES)
            .build();

    private final Board board;
    private final SpotDesk spots;
    private final StaticFiles files;
    private final Set<Viewer> viewers = ConcurrentHashMap.newKeySet();

    WebHandler(Board board, SpotDesk spots, StaticFiles files) {
        this.board = board;
        this.spots = spots;
        this.files = files;
    }

    int viewers() {
        return viewers.size();
    }

    /** Tells all viewers that there is news on the board. */
    void signal() {
        viewers.forEach(Viewer::signal);
    }

    void close() {
        viewers.forEach(Viewer::sayGoodbye);
    }

    @Override
    public Publisher<Void> apply(HttpServerRequest request, HttpServerResponse response) {
        String uri = request.uri();
        int query = uri.indexOf('?');
        String path = query < 0 ? uri : uri.substring(0, query);
        if (!request.method().equals(HttpMethod.GET) && !request.method().equals(HttpMethod.HEAD)) {
            response.header(HttpHeaderNames.ALLOW, "GET, HEAD");
            return text(response, HttpResponseStatus.METHOD_NOT_ALLOWED, "only GET and HEAD are answered here");
        }
        if (path.equals("/ws")) {
            return socket(request, response);
        }
        if (path.equals("/healthz")) {
            return text(response, HttpResponseStatus.OK, "ok, " + viewers.size() + " viewers");
        }
        if (path.equals("/spot")) {
            return answer(response, spots.answer(uri));
        }
        StaticFile file = files.get(path);
        return file == null
                ? text(response, HttpResponseStatus.NOT_FOUND, "there is no such page")
                : send(request, response, file);
    }

    private Publisher<Void> send(HttpServerRequest request, HttpServerResponse response, StaticFile file) {
        response.header(HttpHeaderNames.CONTENT_TYPE, file.contentType())
                .header(HttpHeaderNames.ETAG, file.etag())
                // Kept, but asked after each time: an update of Canter must not meet yesterday's decoder.
                .header(HttpHeaderNames.CACHE_CONTROL, "no-cache")
                .header("X-Content-Type-Options", "nosniff")
                .header("Referrer-Policy", "no-referrer")
                .header(HttpHeaderNames.CONTENT_SECURITY_POLICY, files.contentSecurityPolicy());
        if (file.etag().equals(request.requestHeaders().get(HttpHeaderNames.IF_NONE_MATCH))) {
            return response.status(HttpResponseStatus.NOT_MODIFIED).send();
        }
        response.header(HttpHeaderNames.CONTENT_LENGTH, String.valueOf(file.bytes().length));
        return request.method().equals(HttpMethod.HEAD)
                ? response.send()
                : response.sendByteArray(Mono.just(file.bytes()));
    }

    private static Publisher<Void> answer(HttpServerResponse response, SpotDesk.Answer answer) {
        if (answer.status() != HttpResponseStatus.OK.code()) {
            return text(response, HttpResponseStatus.valueOf(answer.status()), answer.text());
        }
        return response.header(HttpHeaderNames.CONTENT_TYPE, "application/json")
                .header(HttpHeaderNames.CACHE_CONTROL, "no-store")
                .sendString(Mono.just(answer.text()));
    }

    private static Publisher<Void> text(HttpServerResponse response, HttpResponseStatus status, String line) {
        return response.status(status)
                .header(HttpHeaderNames.CONTENT_TYPE, "text/plain; charset=utf-8")
                .header(HttpHeaderNames.CACHE_CONTROL, "no-store")
                .sendString(Mono.just(line + "\n"));
    }

    private Publisher<Void> socket(HttpServerRequest request, HttpServerResponse response) {
        HttpHeaders headers = request.requestHeaders();
        if (!headers.containsValue(HttpHeaderNames.UPGRADE, "websocket", true)) {
            response.header(HttpHeaderNames.UPGRADE, "websocket");
            return text(response, HttpResponseStatus.UPGRADE_REQUIRED, "/ws is a WebSocket; open / in a browser");
        }
        // No wish is fine (simple clients have none); a wish for something else cannot be met.
        List<String> wishes = headers.getAllAsString(HttpHeaderNames.SEC_WEBSOCKET_PROTOCOL);
        boolean ours = headers.containsValue(HttpHeaderNames.SEC_WEBSOCKET_PROTOCOL, Protocol.SUBPROTOCOL, false);
        if (!wishes.isEmpty() && !ours) {
            return text(
                    response,
                    HttpResponseStatus.BAD_REQUEST,
                    "this server speaks " + Protocol.SUBPROTOCOL + ", not " + String.join(", ", wishes));
        }
        if (!sameOrigin(headers)) {
            return text(response, HttpResponseStatus.FORBIDDEN, "pages of other sites may not read this stream");
        }
        if (viewers.size() >= MAX_VIEWERS) {
            return text(response, HttpResponseStatus.SERVICE_UNAVAILABLE, "there are " + MAX_VIEWERS + " viewers");
        }
        return response.sendWebsocket(this::view, ours ? WITH_SUBPROTOCOL : WITHOUT_SUBPROTOCOL);
    }

    /** Browsers let any page open a WebSocket to any host, so the server has to look where the page came from. */
    private static boolean sameOrigin(HttpHeaders headers) {
        String origin = headers.get(HttpHeaderNames.ORIGIN);
        if (origin == null) {
            return true;
        }
        try {
            return String.valueOf(URI.create(origin).getRawAuthority())
                    .equalsIgnoreCase(headers.get(HttpHeaderNames.HOST));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private Publisher<Void> view(WebsocketInbound in, WebsocketOutbound out) {
        Viewer viewer = new Viewer(out, board);
        in.withConnection(connection -> {
            connection.addHandlerLast(new WriteTimeoutHandler(STALLED_SECONDS));
            connection.onDispose(() -> {
                viewers.remove(viewer);
                viewer.close();
            });
        });
        viewers.add(viewer);
        viewer.signal();
        return in.receiveFrames().then().onErrorResume(error -> {
            LOG.debug("a viewer sent what no viewer sends: {}", error.toString());
            return Mono.empty();
        });
    }
}
