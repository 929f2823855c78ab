package io.canter.output.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.canter.output.web.Protocol.Kind;
import io.canter.tracking.Rig;
import io.canter.tracking.Scene;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.client.WebsocketClientSpec;

@Timeout(60)
class ViewerServerTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Rig rig = WalkingRig.boxes();
    private final ViewerServer server = ViewerServer.start(0);

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void servesThePageAndEverythingItImports() {
        for (String path : List.of(
                "/",
                "/app.js",
                "/style.css",
                "/protocol.js",
                "/three/three.module.min.js",
                "/three/three.core.min.js",
                "/three/OrbitControls.js",
                "/favicon.ico")) {
            assertThat(status(path)).as(path).isEqualTo(200);
        }
        assertThat(body("/protocol.js")).contains("\"subprotocol\" : \"canter.1\"");
        assertThat(body("/healthz")).startsWith("ok");
    }

    @Test
    void scriptsAndPagesComeWithTheirTypesAndAreAskedForOnlyOnce() {
        Map<String, String> headers = headers("/app.js");
        assertThat(headers.get("content-type")).isEqualTo("text/javascript; charset=utf-8");
        assertThat(headers.get("x-content-type-options")).isEqualTo("nosniff");
        int again = client().headers(h -> h.set(HttpHeaderNames.IF_NONE_MATCH, headers.get("etag")))
                .get()
                .uri("/app.js")
                .response()
                .block(PATIENCE)
                .status()
                .code();
        assertThat(again).isEqualTo(304);
    }

    @Test
    void nothingOutsideTheListedFilesCanBeReached() throws IOException {
        for (String path : List.of(
                "/../ViewerServer.class",
                "/..%2f..%2fetc/passwd",
                "/%2e%2e/%2e%2e/etc/passwd",
                "//etc/passwd",
                "/three/../app.js",
                "/package-info.class",
                "/index.html%00.js")) {
            assertThat(rawStatusLine("GET " + path + " HTTP/1.1")).as(path).contains(" 404 ");
        }
        assertThat(rawStatusLine("POST / HTTP/1.1")).contains(" 405 ");
    }

    @Test
    void lateJoinerIsSentEverythingAtOnce() throws InterruptedException {
        server.stream(new StreamInfo("barn", 1280, 720, 25));
        server.rig(rig);
        for (int i = 0; i < 50; i++) {
            server.publish(WalkingRig.scene(rig, i, 40_000L * i));
            server.publishVideo(40_000L * i, new byte[] {(byte) i});
        }
        try (Client client = new Client("canter.1")) {
            Map<String, Object> hello = client.next(Kind.HELLO);
            assertThat(hello.get("name")).isEqualTo("barn");
            client.next(Kind.RIG);
            assertThat(WireReader.number(client.next(Kind.BODY), "subject")).isEqualTo(1);
            assertThat(WireReader.number(client.next(Kind.POSE), "frameIndex")).isEqualTo(49);
            assertThat(WireReader.number(client.next(Kind.VIDEO), "ptsMicros")).isEqualTo(49 * 40_000);
        }
    }

    @Test
    void bodyIsSentAgainOnlyWhenItChanged() throws InterruptedException {
        try (Client client = new Client("canter.1")) {
            client.next(Kind.HELLO);
            server.publish(WalkingRig.scene(rig, 0, 0));
            client.next(Kind.BODY);
            client.next(Kind.POSE);
            server.publish(WalkingRig.scene(rig, 1, 1));
            assertThat(WireReader.number(client.next(Kind.POSE), "frameIndex")).isEqualTo(1);
        }
    }

    @Test
    void coatIsSentWhenItChangedAndToWhoComesLate() throws InterruptedException {
        try (Client client = new Client("canter.1")) {
            client.next(Kind.HELLO);
            Scene scene = WalkingRig.scene(rig, 0, 0);
            server.publish(scene);
            client.next(Kind.BODY);
            client.next(Kind.POSE);
            server.publish(WalkingRig.coated(rig, scene, 1, 200, 0, 0));
            assertThat(WireReader.number(client.next(Kind.COAT), "coatVersion")).isEqualTo(1);
            client.next(Kind.POSE);
            server.publish(WalkingRig.coated(rig, WalkingRig.scene(rig, 1, 1), 1, 200, 0, 0));
            assertThat(WireReader.number(client.next(Kind.POSE), "frameIndex")).isEqualTo(1);
            server.publish(WalkingRig.coated(rig, WalkingRig.scene(rig, 2, 2), 2, 0, 0, 200));
            assertThat(WireReader.number(client.next(Kind.COAT), "coatVersion")).isEqualTo(2);
        }
        try (Client late = new Client("canter.1")) {
            late.next(Kind.HELLO);
            late.next(Kind.BODY);
            assertThat(WireReader.number(late.next(Kind.COAT), "coatVersion")).isEqualTo(2);
            late.next(Kind.POSE);
        }
    }

    @Test
    void viewerWithoutASubprotocolIsServedAndOneWithAnotherIsRefused() throws InterruptedException {
        try (Client client = new Client("")) {
            client.next(Kind.HELLO);
        }
        try (Client client = new Client("canter.1,other")) {
            client.next(Kind.HELLO);
        }
        assertThatThrownBy(() -> HttpClient.create()
                        .websocket(
                                WebsocketClientSpec.builder().protocols("other").build())
                        .uri(server.url() + "ws")
                        .handle((in, out) -> in.receive())
                        .blockLast(PATIENCE))
                .hasMessageContaining("400");
    }

    @Test
    void pagesOfOtherSitesMayNotConnect() {
        assertThatThrownBy(() -> HttpClient.create()
                        .headers(h -> h.set(HttpHeaderNames.ORIGIN, "https://evil.example"))
                        .websocket()
                        .uri(server.url() + "ws")
                        .handle((in, out) -> in.receive())
                        .blockLast(PATIENCE))
                .hasMessageContaining("403");
    }

    @Test
    void socketAddressExplainsItselfToABrowser() {
        assertThat(status("/ws")).isEqualTo(426);
    }

    @Test
    void slowViewerSkipsFramesAndGetsTheNewest() throws Exception {
        int pictures = 200;
        byte[] jpeg = new byte[400_000];
        try (Socket slow = new Socket();
                Client quick = new Client("canter.1")) {
            slow.setReceiveBufferSize(16_384);
            DataInputStream in = upgrade(slow);
            for (int i = 1; i <= pictures; i++) {
                server.publishVideo(i, jpeg);
                quick.nextVideoNotBefore(i);
            }
            int read = 0;
            long last = 0;
            while (last < pictures) {
                byte[] message = readServerFrame(in);
                if (WireReader.kind(message) == Kind.VIDEO) {
                    read++;
                    last = (long) WireReader.number(WireReader.read(message), "ptsMicros");
                }
            }
            assertThat(last).isEqualTo(pictures);
            assertThat(read).isLessThan(pictures / 4);
        }
    }

    @Test
    void nonsenseFromOneViewerHarmsNoOther() throws Exception {
        try (Client good = new Client("canter.1");
                Socket bad = new Socket();
                Socket huge = new Socket()) {
            good.next(Kind.HELLO);
            upgrade(bad);
            bad.getOutputStream().write(new byte[] {(byte) 0xff, (byte) 0xff, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12});
            DataInputStream hugeIn = upgrade(huge);
            // A masked binary frame that announces 1 MiB.
            huge.getOutputStream().write(new byte[] {(byte) 0x82, (byte) 0xff, 0, 0, 0, 0, 0, 0x10, 0, 0, 1, 2, 3, 4});
            huge.getOutputStream().flush();
            assertThat(hugeIn.readAllBytes()).isNotNull(); // ends: the server hung up
            server.publish(WalkingRig.scene(rig, 7, 7));
            good.next(Kind.BODY);
            assertThat(WireReader.number(good.next(Kind.POSE), "frameIndex")).isEqualTo(7);
        }
    }

    @Test
    void portInUseIsOneClearLine() {
        int port = server.address().getPort();
        assertThatThrownBy(() -> ViewerServer.start(port))
                .isInstanceOf(ViewerServerException.class)
                .hasMessage(
                        "port " + port + " on 127.0.0.1 is in use; choose another with --port, or 0 for any free one");
        assertThatThrownBy(() -> ViewerServer.start(70_000)).hasMessage("port must lie in 0..65535, was 70000");
    }

    @Test
    void closingSaysGoodbyeAndFreesThePort() throws InterruptedException {
        Client client = new Client("canter.1");
        client.next(Kind.HELLO);
        int port = server.address().getPort();
        server.close();
        client.awaitEnd();
        try (ViewerServer again = ViewerServer.start(port)) {
            assertThat(again.address().getPort()).isEqualTo(port);
        }
    }

    @Test
    void endAndANewStreamAreTold() throws InterruptedException {
        try (Client client = new Client("canter.1")) {
            client.next(Kind.HELLO);
            server.end(true, "the camera is gone");
            assertThat(client.next(Kind.END).get("reason")).isEqualTo("the camera is gone");
            server.stream(new StreamInfo("second", 4, 4, 0));
            assertThat(client.next(Kind.HELLO).get("name")).isEqualTo("second");
        }
    }

    private HttpClient client() {
        return HttpClient.create().baseUrl(server.url());
    }

    private int status(String path) {
        return client().get().uri(path).response().block(PATIENCE).status().code();
    }

    private Map<String, String> headers(String path) {
        Map<String, String> out = new java.util.HashMap<>();
        client().get()
                .uri(path)
                .response()
                .block(PATIENCE)
                .responseHeaders()
                .forEach(header -> out.put(header.getKey().toLowerCase(java.util.Locale.ROOT), header.getValue()));
        return out;
    }

    private String body(String path) {
        return client().get().uri(path).responseContent().aggregate().asString().block(PATIENCE);
    }

    private String rawStatusLine(String requestLine) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(server.address());
            String request = requestLine + "\r\nHost: localhost\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return readLine(socket.getInputStream());
        }
    }

    private DataInputStream upgrade(Socket socket) throws IOException {
        InetSocketAddress address = server.address();
        socket.connect(address);
        List<String> request = List.of(
                "GET /ws HTTP/1.1",
                "Host: localhost",
                "Upgrade: websocket",
                "Connection: Upgrade",
                "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
                "Sec-WebSocket-Version: 13",
                "Sec-WebSocket-Protocol: canter.1");
        String head = String.join("\r\n", request) + "\r\n\r\n";
        socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
        DataInputStream in = new DataInputStream(socket.getInputStream());
        assertThat(readLine(in)).contains(" 101 ");
        while (!readLine(in).isEmpty()) {
            // the answer's headers
        }
        return in;
    }

    private static String readLine(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
            if (c != '\r') {
                line.write(c);
            }
        }
        return line.toString(StandardCharsets.US_ASCII);
    }

    /** One unfragmented frame of the server (RFC 6455, 5.2): never masked. */
    private static byte[] readServerFrame(DataInputStream in) throws IOException {
        in.readUnsignedByte();
        long length = in.readUnsignedByte();
        if (length == 126) {
            length = in.readUnsignedShort();
        } else if (length == 127) {
            length = in.readLong();
        }
        return in.readNBytes((int) length);
    }

    /** A viewer that takes all it is sent. */
    private final class Client implements AutoCloseable {
        private static final byte[] CLOSED = {};

        private final BlockingQueue<byte[]> received = new LinkedBlockingQueue<>();
        private final Disposable connection;

        Client(String protocols) {
            WebsocketClientSpec.Builder spec = WebsocketClientSpec.builder().maxFramePayloadLength(1 << 20);
            connection = HttpClient.create()
                    .websocket((protocols.isEmpty() ? spec : spec.protocols(protocols)).build())
                    .uri(server.url() + "ws")
                    .handle((in, out) -> in.aggregateFrames(1 << 20)
                            .receiveFrames()
                            .takeWhile(frame -> !(frame instanceof CloseWebSocketFrame))
                            .map(frame -> {
                                byte[] bytes = new byte[frame.content().readableBytes()];
                                frame.content().readBytes(bytes);
                                return bytes;
                            }))
                    .onErrorResume(error -> Flux.empty())
                    .concatWith(Mono.just(CLOSED))
                    .subscribe(received::add);
        }

        Map<String, Object> next(Kind kind) throws InterruptedException {
            byte[] message = take();
            assertThat(WireReader.kind(message)).isEqualTo(kind);
            return WireReader.read(message);
        }

        void nextVideoNotBefore(long ptsMicros) throws InterruptedException {
            for (byte[] message = take(); ; message = take()) {
                if (WireReader.kind(message) == Kind.VIDEO
                        && WireReader.number(WireReader.read(message), "ptsMicros") >= ptsMicros) {
                    return;
                }
            }
        }

        void awaitEnd() throws InterruptedException {
            while (poll() != CLOSED) {
                // what was still on its way
            }
        }

        private byte[] take() throws InterruptedException {
            byte[] message = poll();
            assertThat(message).as("the connection ended").isNotSameAs(CLOSED);
            return message;
        }

        private byte[] poll() throws InterruptedException {
            byte[] message = received.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            assertThat(message).as("nothing came").isNotNull();
            return message;
        }

        @Override
        public void close() {
            connection.dispose();
        }
    }
}
