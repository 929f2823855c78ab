package io.canter.output.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.canter.inference.Observation;
import io.canter.tracking.Rig;
import io.canter.tracking.Scene;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SpotDeskTest {
    private static final String MIDDLE = "&x=" + WalkingRig.WIDTH / 2 + "&y=" + WalkingRig.HEIGHT / 2;

    private final Rig rig = WalkingRig.boxes();
    private final SpotDesk desk = new SpotDesk();

    @BeforeEach
    void walk() {
        desk.rig(rig);
        for (int i = 0; i < 40; i++) {
            put(WalkingRig.scene(rig, i, 40_000L * i));
        }
    }

    private void put(Scene scene) {
        desk.put(
                scene,
                new Observation(
                        scene.frameIndex(),
                        scene.ptsMicros(),
                        scene.width(),
                        scene.height(),
                        scene.camera(),
                        List.of()));
    }

    private JsonNode ask(String query) throws Exception {
        SpotDesk.Answer answer = desk.answer("/spot?" + query);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return new ObjectMapper().readTree(answer.text());
    }

    private void refuses(String query, int status, String line) {
        SpotDesk.Answer answer = desk.answer("/spot?" + query);
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.text()).contains(line).doesNotContain("\n");
    }

    @Test
    void spotUnderAPixelIsFoundAgainAtThatPixel() throws Exception {
        JsonNode spot = ask("pts=800000" + MIDDLE);
        assertThat(spot.get("subject").asInt()).isEqualTo(1);
        assertThat(spot.get("pts_us").asLong()).isEqualTo(800_000);
        String where =
                "triangle=" + spot.get("triangle") + "&second=" + spot.get("second") + "&third=" + spot.get("third");
        JsonNode place = ask(where + "&pts=800000").get("places").get(0);
        assertThat(place.get("visible").asBoolean()).isTrue();
        assertThat(Math.abs(place.get("xy").get(0).asDouble() - WalkingRig.WIDTH / 2.0))
                .isLessThan(3);
        assertThat(Math.abs(place.get("xy").get(1).asDouble() - WalkingRig.HEIGHT / 2.0))
                .isLessThan(3);
        assertThat(ask(where).get("pts_us").asLong()).as("the newest frame").isEqualTo(39 * 40_000);
    }

    @Test
    void whatIsWrongIsSaidInOneLine() {
        refuses("pts=0" + MIDDLE, 410, "that frame is not here any more");
        refuses("pts=800000&x=1&y=1", 404, "no animal is at 1.0, 1.0");
        refuses("pts=800000&x=1", 400, "y must be a number, was missing");
        refuses("x=1&y=2", 400, "pts must be a number, was missing");
        refuses("pts=800000&x=NaN&y=2", 400, "x must be a number, was NaN");
        refuses("triangle=-1&second=0&third=0", 400, "triangle must be 0 to ");
        refuses("triangle=1&second=2&third=0", 400, "weights within 0..1");
    }

    @Test
    void nothingIsKnownBeforeTheRig() {
        SpotDesk empty = new SpotDesk();
        assertThat(empty.answer("/spot?pts=0&x=1&y=1").status()).isEqualTo(410);
    }
}
