package io.canter.output.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.canter.inference.Observation;
import io.canter.tracking.Rig;
import io.canter.tracking.Scene;
import io.canter.tracking.Spot;
import io.canter.tracking.SpotFinder;
import io.canter.tracking.SpotTouch;
import io.canter.tracking.SpotViews;
import io.canter.tracking.Subject;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Answers viewers that ask for correspondences among the last frames. Two questions:
 *
 * <ul>
 *   <li>{@code ?pts=MICROS&x=X&y=Y}: which spot of which animal is under that pixel of that frame;
 *   <li>{@code ?triangle=T&second=B&third=C[&pts=MICROS]}: where that spot is on each animal of that frame, or of the
 *       newest.
 * </ul>
 *
 * <p>An answer takes a few milliseconds of a serving thread; one at a time is worked on.
 */
final class SpotDesk {
    /** Frames that can be asked for: a second of film. Their maps take half a megabyte each. */
    static final int HISTORY = 32;

    private static final ObjectMapper JSON = new ObjectMapper();

    /** A frame that can be asked for. */
    private record Moment(Scene scene, Observation observation) {}

    /** What is said: JSON, or one line that tells what is wrong. */
    record Answer(int status, String text) {}

    private final ArrayDeque<Moment> history = new ArrayDeque<>(HISTORY); // the newest last; guarded by itself
    private final SpotViews view = new SpotViews(1);
    private SpotFinder finder; // null until the rig is known
    private Rig rig;

    synchronized void rig(Rig next) {
        rig = next;
        finder = new SpotFinder(next);
        clear();
    }

    void clear() {
        synchronized (history) {
            history.clear();
        }
    }

    void put(Scene scene, Observation observation) {
        synchronized (history) {
            if (history.size() == HISTORY) {
                history.removeFirst();
            }
            history.addLast(new Moment(scene, observation));
        }
    }

    private Optional<Moment> at(Long ptsMicros) {
        synchronized (history) {
            if (ptsMicros == null) {
                return Optional.ofNullable(history.peekLast());
            }
            return history.stream()
                    .filter(m -> m.scene().ptsMicros() == ptsMicros)
                    .findFirst();
        }
    }

    synchronized Answer answer(String uri) {
        Map<String, List<String>> asked = new QueryStringDecoder(uri, true).parameters();
        try {
            Double pts = number(asked, "pts", asked.containsKey("triangle"));
            Moment moment =
                    at(pts == null ? null : Long.valueOf(pts.longValue())).orElse(null);
            if (finder == null || moment == null) {
                return new Answer(410, "that frame is not here any more; ask for one of the last " + HISTORY);
            }
            finder.read(moment.scene(), moment.observation());
            return asked.containsKey("triangle") ? places(moment, asked) : under(moment, asked);
        } catch (IllegalArgumentException e) {
            return new Answer(400, e.getMessage());
        }
    }

    private Answer under(Moment moment, Map<String, List<String>> asked) {
        float x = number(asked, "x", false).floatValue();
        float y = number(asked, "y", false).floatValue();
        Optional<SpotTouch> touch = finder.under(x, y);
        if (touch.isEmpty()) {
            return new Answer(404, "no animal is at " + x + ", " + y);
        }
        Spot spot = touch.get().spot();
        float[] canonical = new float[3];
        spot.on(rig.mesh(), rig.mesh().vertices(), canonical);
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("pts_us", moment.scene().ptsMicros());
        out.put("subject", touch.get().subject());
        out.put("triangle", spot.triangle());
        out.put("second", spot.second());
        out.put("third", spot.third());
        out.put("canonical", canonical);
        out.put("confidence", touch.get().confidence());
        return json(out);
    }

    private Answer places(Moment moment, Map<String, List<String>> asked) {
        int triangle = number(asked, "triangle", false).intValue();
        if (triangle < 0 || triangle >= rig.mesh().triangleCount()) {
            throw new IllegalArgumentException(
                    "triangle must be 0 to " + (rig.mesh().triangleCount() - 1) + ", was " + triangle);
        }
        List<Spot> spot = List.of(new Spot(
                triangle,
                number(asked, "second", false).floatValue(),
                number(asked, "third", false).floatValue()));
        List<Map<String, Object>> places = new ArrayList<>();
        for (Subject subject : moment.scene().subjects()) {
            finder.locate(subject.id(), spot, view);
            Map<String, Object> place = new LinkedHashMap<>();
            place.put("subject", subject.id());
            place.put("xy", Float.isNaN(view.pixels[0]) ? null : view.pixels.clone());
            place.put("xyz", view.points.clone());
            place.put("visible", view.visible[0]);
            place.put("confidence", view.confidence[0]);
            places.add(place);
        }
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("pts_us", moment.scene().ptsMicros());
        out.put("places", places);
        return json(out);
    }

    private static Answer json(Map<String, Object> values) {
        try {
            return new Answer(200, JSON.writeValueAsString(values));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an answer cannot be written as JSON", e);
        }
    }

    private static Double number(Map<String, List<String>> asked, String name, boolean optional) {
        List<String> values = asked.get(name);
        if (values == null && optional) {
            return null;
        }
        String given = values == null ? "missing" : values.get(0);
        double value;
        try {
            value = values == null ? Double.NaN : Double.parseDouble(given);
        } catch (NumberFormatException e) {
            value = Double.NaN;
        }
        if (!Double.isFinite(value)) {
            // Echoed no further than this: it came from outside.
            throw new IllegalArgumentException(
                    name + " must be a number, was " + given.substring(0, Math.min(20, given.length())));
        }
        return value;
    }
}
