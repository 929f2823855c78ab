package io.canter.output.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.AriaRole;
import io.canter.inference.Observation;
import io.canter.tracking.Rig;
import io.canter.tracking.Rigs;
import io.canter.tracking.Scene;
import io.canter.tracking.Subject;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;

/** The page in a real browser, fed with a walking animal. Pictures of it go to target/page. */
@Timeout(240)
class PageTest {
    /** Where Debian has it; another may be named with CANTER_CHROMIUM. */
    private static final Path CHROMIUM =
            Path.of(System.getenv().getOrDefault("CANTER_CHROMIUM", "/usr/bin/chromium"));

    private static final Path PICTURES = Path.of("target", "page");
    private static final long FRAME_MICROS = 40_000;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static Playwright playwright;
    private static Browser browser;

    private final Rig rig = Rigs.quadruped();
    private final List<String> complaints = new ArrayList<>();
    private final ViewerServer server = ViewerServer.start(0);
    private Disposable feed = () -> {};
    private Page page;

    @BeforeAll
    static void open() {
        Needs.check(
                Files.isExecutable(CHROMIUM),
                "no browser at " + CHROMIUM + ": install chromium, or name one with CANTER_CHROMIUM");
        playwright = Playwright.create();
        browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(CHROMIUM)
                        .setArgs(List.of(
                                "--no-sandbox",
                                "--disable-gpu",
                                "--enable-unsafe-swiftshader",
                                "--disable-background-networking",
                                "--disable-component-update",
                                "--disable-sync",
                                "--no-first-run",
                                "--disable-quic")));
    }

    @AfterAll
    static void shut() {
        if (playwright != null) {
            playwright.close();
        }
    }

    @BeforeEach
    void openPage() {
        server.stream(new StreamInfo("a walk", WalkingRig.WIDTH, WalkingRig.HEIGHT, 25));
        server.rig(rig);
        page = browser.newPage(new Browser.NewPageOptions().setViewportSize(900, 500));
        page.setDefaultTimeout((double) PATIENCE.toMillis());
        page.onConsoleMessage(message -> {
            boolean bad = message.type().equals("error") || message.type().equals("warning");
            // The driver in software says so whenever a screenshot reads the drawing back.
            if (bad && !message.text().contains("GL Driver Message")) {
                complaints.add(message.text());
            }
        });
        page.onPageError(complaints::add);
    }

    @AfterEach
    void close() {
        feed.dispose();
        page.close();
        server.close();
    }

    @Test
    void posesMoveAndNothingComplains() {
        page.setViewportSize(1360, 720);
        walk();
        page.navigate(server.url());
        await("window.canter && window.canter.stats.posesShown > 5 && window.canter.stats.picturesShown > 2");
        Object before = page.evaluate("window.canter.stats.joints");
        int shown = (int) page.evaluate("window.canter.stats.posesShown");
        await("window.canter.stats.posesShown > " + (shown + 5));
        assertThat(page.evaluate("window.canter.stats.joints")).isNotEqualTo(before);
        assertThat(page.evaluate("window.canter.stats.subjects")).isEqualTo(1);
        await("document.getElementById('status').textContent === 'live'");
        picture("orbit");
        assertThat(complaints).isEmpty();
    }

    @Test
    void poseAndPictureOfOneTimeAreShownTogether() {
        walk();
        page.navigate(server.url());
        await("window.canter?.stats.picturesShown > 5");
        for (int i = 0; i < 5; i++) {
            Object apart = page.evaluate("Math.abs(window.canter.stats.ptsMicros - window.canter.stats.pictureMicros)");
            assertThat(((Number) apart).longValue()).isLessThanOrEqualTo(FRAME_MICROS);
        }
    }

    @Test
    void pauseHoldsThePictureAndPlayGoesOn() {
        walk();
        page.navigate(server.url());
        await("window.canter?.stats.posesShown > 3");
        page.keyboard().press("Space");
        int held = (int) page.evaluate("window.canter.stats.posesShown");
        int received = (int) page.evaluate("window.canter.stats.posesReceived");
        await("window.canter.stats.posesReceived > " + (received + 5));
        assertThat(page.evaluate("window.canter.stats.posesShown")).isEqualTo(held);
        button("Play").click();
        await("window.canter.stats.posesShown > " + held);
    }

    @Test
    void everyButtonWorksWithoutAComplaint() {
        page.setViewportSize(1360, 720);
        walk();
        page.navigate(server.url());
        await("window.canter?.stats.picturesShown > 2");
        for (String name : List.of("Overlay", "Skeleton", "Canonical")) {
            button(name).click();
            assertThat(button(name).getAttribute("aria-pressed")).isEqualTo("true");
        }
        settle();
        picture("overlay-skeleton-canonical");
        button("Camera").click();
        button("Parts").click();
        settle();
        picture("camera-parts");
        button("Reset view").click();
        page.setViewportSize(420, 900);
        settle();
        picture("narrow");
        assertThat(complaints).isEmpty();
    }

    @Test
    void animalWearsTheCoatThatTheServerSends() {
        Scene scene = WalkingRig.scene(rig, 0, 0);
        server.publish(WalkingRig.coated(rig, scene, 1, 255, 0, 0));
        page.navigate(server.url());
        await("window.canter?.stats.coatsReceived === 1 && window.canter.stats.posesShown > 0");
        await("JSON.stringify(window.canter.colourOf(1, 0)) === '[1,0,0]'");
        server.publish(WalkingRig.coated(rig, scene, 2, 0, 0, 255));
        await("JSON.stringify(window.canter.colourOf(1, 0)) === '[0,0,1]'");
        button("Canonical").click();
        await("JSON.stringify(window.canter.colourOf(1, 0)) !== '[0,0,1]'");
        button("Seen").click();
        picture("seen");
        button("Coat").click();
        await("JSON.stringify(window.canter.colourOf(1, 0)) === '[0,0,1]'");
        assertThat(complaints).isEmpty();
    }

    @Test
    void eachOfTwoAnimalsIsDrawnInItsOwnCoatAndLeavesAlone() {
        Scene alone = WalkingRig.scene(rig, 0, 0);
        Scene other = alone.withSubjects(List.of(WalkingRig.subject(rig, 2, 3)));
        List<Subject> both = new ArrayList<>(
                WalkingRig.coated(rig, alone, 1, 255, 0, 0).subjects());
        both.addAll(WalkingRig.coated(rig, other, 1, 0, 0, 255).subjects());
        server.publish(alone.withSubjects(both));
        page.navigate(server.url());
        await("window.canter?.stats.subjects === 2 && window.canter.stats.coatsReceived === 2");
        await("JSON.stringify(window.canter.colourOf(1, 0)) === '[1,0,0]'");
        await("JSON.stringify(window.canter.colourOf(2, 0)) === '[0,0,1]'");
        server.publish(WalkingRig.scene(rig, 1, 40_000).withSubjects(both.subList(1, 2)));
        await("window.canter.stats.subjects === 1 && window.canter.colourOf(1, 0).length === 0");
        await("JSON.stringify(window.canter.colourOf(2, 0)) === '[0,0,1]'");
        assertThat(complaints).isEmpty();
    }

    @Test
    void clickMarksTheSpotThatThenFollowsTheAnimal() {
        Scene scene = WalkingRig.scene(rig, 0, 0);
        server.remember(scene, new Observation(0, 0, scene.width(), scene.height(), scene.camera(), List.of()));
        server.publish(scene, jpeg(scene));
        page.navigate(server.url());
        await("window.canter?.stats.picturesShown > 0 && window.canter.stats.posesShown > 0");
        page.locator("#video").click();
        await("window.canter.stats.spots === 1");
        String place = "JSON.stringify(window.canter.spots.places())";
        Object before = page.evaluate(place);
        assertThat((String) before).contains("x");
        // Of a frame that the server has forgotten, the drawn mesh answers.
        Scene later = WalkingRig.scene(rig, 9, 9 * FRAME_MICROS);
        server.publish(later, jpeg(later));
        await(place + " !== '" + before + "'");
        page.locator("#video").click();
        await("window.canter.stats.spots === 2");
        picture("spots");
        page.locator("#video").click(new Locator.ClickOptions().setPosition(20, 120));
        await("window.canter.stats.spots === 0");
        complaints.removeIf(line -> line.contains("404") || line.contains("410")); // the browser tells of answers
        assertThat(complaints).isEmpty();
    }

    @Test
    void sceneWithoutAnAnimalSaysSo() {
        server.publish(new Scene(0, 0, WalkingRig.WIDTH, WalkingRig.HEIGHT, WalkingRig.CAMERA, List.of()));
        page.navigate(server.url());
        page.getByText("No animal in view").waitFor();
        server.end(true, "the camera is gone");
        page.getByText("the camera is gone").waitFor();
        assertThat(complaints).isEmpty();
    }

    @Test
    void pageComesBackWhenTheServerDoes() {
        int port = server.address().getPort();
        page.navigate(server.url());
        await("window.canter?.stats.connected");
        server.close();
        await("!window.canter.stats.connected");
        try (ViewerServer again = ViewerServer.start(port)) {
            again.rig(rig);
            again.publish(WalkingRig.scene(rig, 3, 3));
            await("window.canter.stats.frameIndex === 3");
        }
    }

    /**
     * Asks until the answer is true. Playwright's own waiting needs eval in the page, which the page's policy forbids.
     */
    private void await(String expression) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!Boolean.TRUE.equals(page.evaluate("Boolean(" + expression + ")"))) {
            if (System.nanoTime() > end) {
                throw new AssertionError(
                        "never came true: " + expression + "; " + page.evaluate("JSON.stringify(window.canter?.stats)"));
            }
            page.waitForTimeout(20);
        }
    }

    /** Publishes 25 scenes a second, each with its picture. */
    private void walk() {
        feed = Flux.interval(Duration.ofNanos(1000 * FRAME_MICROS))
                .onBackpressureDrop()
                .subscribe(i -> {
                    Scene scene = WalkingRig.scene(rig, i, i * FRAME_MICROS);
                    server.publish(scene, jpeg(scene));
                });
    }

    /** Lets the page draw some frames after a change. */
    private void settle() {
        int rendered = (int) page.evaluate("window.canter.stats.rendered");
        await("window.canter.stats.rendered > " + (rendered + 3));
    }

    private Locator button(String name) {
        return page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    private void picture(String name) {
        page.screenshot(new Page.ScreenshotOptions().setPath(PICTURES.resolve(name + ".png")));
    }

    /** A stand-in for the video: a meadow with the box where the animal is, and the frame's number. */
    private static byte[] jpeg(Scene scene) {
        BufferedImage image = new BufferedImage(640, 360, BufferedImage.TYPE_INT_RGB);
        Graphics2D g = image.createGraphics();
        g.setColor(new Color(0x9fb8cc));
        g.fillRect(0, 0, 640, 210);
        g.setColor(new Color(0x6f8a4f));
        g.fillRect(0, 210, 640, 150);
        g.setColor(Color.WHITE);
        g.drawString("frame " + scene.frameIndex(), 20, 340);
        g.dispose();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, "jpeg", out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
