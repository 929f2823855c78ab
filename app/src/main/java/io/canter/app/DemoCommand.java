package io.canter.app;

import io.canter.ingest.Frame;
import io.canter.ingest.FrameSource;
import io.canter.ingest.Jpeg;
import io.canter.ingest.Playback;
import io.canter.ingest.SourceInfo;
import io.canter.ingest.SourceSpec;
import io.canter.output.web.StreamInfo;
import io.canter.output.web.ViewerServer;
import io.canter.tracking.Forecast;
import io.canter.tracking.Rig;
import io.canter.tracking.Rigs;
import io.canter.tracking.Scene;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** {@code canter demo}: a video beside its moving 3D animal, in the browser. */
@Command(
        name = "demo",
        description = "Shows a video beside its moving 3D animal, in the browser.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {
            "",
            "Examples:",
            "  canter demo",
            "  canter demo horse.mp4 --port 9000 --no-browser",
            "  canter demo pair.mp4 --subjects 2",
            "  canter demo rtsp://camera.local/stream --height 1.6"
        })
final class DemoCommand implements Callable<Integer> {
    // The picture that is being encoded and one that waits; older ones are of no use to a viewer.
    private static final int VIDEO_PREFETCH = 2;

    /** For the frame in hand, when the demo ends. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @Parameters(
            arity = "0..1",
            paramLabel = "PATH_OR_URL",
            description =
                    "Video, image, folder of images, camera or stream (default: the clip that ships with Canter).")
    private String input;

    @Option(names = "--port", description = "Port of the page; 0 for any free one (default: 8080).")
    private Integer port;

    @Option(names = "--no-browser", description = "Only print the address.")
    private boolean noBrowser;

    @Mixin
    private SubjectsOption subjects;

    @Mixin
    private SourceOptions options;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        CanterConfig settings = options.settings();
        int wanted = port == null ? settings.server().port() : port;
        Path clip = input == null ? DemoFiles.clip() : null;
        try (Session session = new Session(settings, input == null ? clip.toString() : input, wanted)) {
            Thread hook = new Thread(session::close, "canter-goodbye");
            Runtime.getRuntime().addShutdownHook(hook);
            try {
                spec.commandLine().getOut().println("canter: open " + session.url() + "   (Ctrl-C ends)");
                spec.commandLine().getOut().flush();
                if (!noBrowser) {
                    Browser.open(session.url(), spec.commandLine().getErr());
                }
                session.await();
            } finally {
                unhook(hook);
            }
        } finally {
            if (clip != null) {
                Files.deleteIfExists(clip);
            }
        }
        return 0;
    }

    private static void unhook(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The process is ending already: the hook is what woke us up.
        }
    }

    /** Everything that runs while the page is up; closing it twice is harmless. */
    private final class Session implements AutoCloseable {
        private final AtomicBoolean closed = new AtomicBoolean();
        private final CountDownLatch over = new CountDownLatch(1);
        private final AtomicReference<Throwable> failure = new AtomicReference<>();
        private final ViewerServer server;
        private final FrameSource source;
        private final Pipeline pipeline;
        private final Jpeg jpeg;
        private final Scheduler clock = Schedulers.newSingle("canter-clock", true);
        private final Scheduler thinking = Schedulers.newSingle("canter-pipeline", true);
        private final Scheduler sending = Schedulers.newSingle("canter-send", true);
        private final Disposable run;
        private final Rig rig = Rigs.quadruped();
        private final Forecast forecast;
        private final long aheadMicros;
        private final int latencyFrames;
        private Scene before; // the latest scene, on the sending thread

        Session(CanterConfig settings, String location, int port) {
            SourceSpec given = options.source(location, settings);
            // A file or a folder starts again at its end; a camera or a stream has its own.
            source = FrameSource.open(
                    given.withLoop(given.kind() == SourceSpec.Kind.FILE || given.kind() == SourceSpec.Kind.IMAGES));
            Pipeline opened = null;
            try {
                opened = Engines.pipeline(
                        settings,
                        rig,
                        options.model(),
                        options.withersHeightMetres(settings),
                        options.box(),
                        subjects.count(settings, options.box()),
                        false);
                server = ViewerServer.start(settings.server().host(), port);
            } catch (RuntimeException e) {
                source.close();
                if (opened != null) {
                    opened.close();
                }
                throw e;
            }
            pipeline = opened;
            forecast = new Forecast(rig);
            aheadMicros = 1000L * settings.server().predictMillis();
            // Who looks ahead does not wait.
            latencyFrames = aheadMicros > 0 ? 0 : settings.tracking().latencyFrames();
            jpeg = new Jpeg(settings.server().jpegQuality(), settings.server().videoWidth());
            SourceInfo info = source.info();
            String name = input == null ? "Canter's demo clip" : given.label();
            server.stream(new StreamInfo(name, info.width(), info.height(), (float) info.framesPerSecond()));
            server.rig(rig);
            run = frames(info).subscribe(this::publish, this::fail, this::end);
        }

        private Flux<Processed> frames(SourceInfo info) {
            Flux<Frame> frames = source.frames(clock);
            Flux<Frame> timed = info.live() ? frames : Playback.paced(frames, clock);
            // Who is slower than the video skips frames instead of falling behind.
            return pipeline.runSteadied(Playback.latest(timed).publishOn(thinking, 1), rig, latencyFrames)
                    .publishOn(sending, VIDEO_PREFETCH)
                    .doOnDiscard(Processed.class, Processed::close);
        }

        private void publish(Processed frame) {
            try (frame) {
                server.remember(frame.scene(), frame.observation());
                Scene now = frame.scene();
                Scene shown = before == null ? now : forecast.ahead(before, now, aheadMicros);
                before = now;
                if (server.viewers() > 0) {
                    server.publish(shown, jpeg.encode(frame.frame()));
                } else {
                    server.publish(shown);
                }
            }
        }

        private void fail(Throwable error) {
            failure.set(error);
            server.end(true, Errors.oneLine(error));
            over.countDown();
        }

        private void end() {
            server.end(false, "the video has ended");
            over.countDown();
        }

        String url() {
            return server.url();
        }

        void await() throws InterruptedException {
            over.await();
            if (failure.get() != null) {
                throw new UserException(Errors.oneLine(failure.get()));
            }
        }

        @Override
        public void close() {
            if (!closed.compareAndSet(false, true)) {
                return;
            }
            run.dispose();
            source.close();
            server.close();
            // Native buffers are freed on the threads that use them, after their last frame.
            closeOn(thinking, pipeline::close);
            closeOn(sending, jpeg::close);
            clock.dispose();
            over.countDown();
        }

        private void closeOn(Scheduler scheduler, Runnable last) {
            scheduler.schedule(last);
            // Who is still at it after that, on a machine that is busy, ends with the process.
            scheduler.disposeGracefully().timeout(PATIENCE).onErrorComplete().block();
        }
    }
}
