package io.canter.training.evaluation;

import io.canter.inference.Box;
import io.canter.tracking.Assignment;
import io.canter.tracking.Scene;
import io.canter.tracking.Subject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * Scores identities over a clip, frame by frame. IDF1 (Ristani et al. 2016) pairs each true animal with at most one id
 * for the whole clip, so that a swap costs all that follows it; a found box is right where it overlaps that animal's
 * enough. Recovery is judged against the id last found on the animal before it went out of sight.
 */
public final class IdentityScorer {
    /** Usual in the field, and lenient enough for a box drawn from a mask of 64 pixels. */
    public static final double OVERLAP_MIN = 0.5;

    private final double overlapMin;
    private final int hiddenFramesMin;
    private final Map<Integer, Map<Integer, Long>> hits = new LinkedHashMap<>();
    private final Map<Integer, Life> lives = new LinkedHashMap<>();
    private final List<IdentityRecovery> recoveries = new ArrayList<>();
    private long trueBoxes;
    private long foundBoxes;
    private int switches;

    /**
     * @param overlapMin least intersection over union of a true and a found box that show one animal
     * @param hiddenFramesMin shorter absences are no occlusion
     */
    public IdentityScorer(double overlapMin, int hiddenFramesMin) {
        if (!(overlapMin > 0 && overlapMin <= 1)) {
            throw new IllegalArgumentException("overlapMin must be above 0, to 1, was " + overlapMin);
        }
        if (hiddenFramesMin < 1) {
            throw new IllegalArgumentException("hiddenFramesMin must be >= 1, was " + hiddenFramesMin);
        }
        this.overlapMin = overlapMin;
        this.hiddenFramesMin = hiddenFramesMin;
    }

    /** One frame; an animal that is wholly hidden or outside is left out of the truth. */
    public void frame(Map<Integer, Box> truth, Scene scene) {
        Map<Integer, Box> found = new LinkedHashMap<>();
        for (Subject subject : scene.subjects()) {
            found.put(subject.id(), subject.box());
        }
        frame(truth, found);
    }

    /** One frame: boxes by id, full-frame pixels. */
    public void frame(Map<Integer, Box> truth, Map<Integer, Box> found) {
        trueBoxes += truth.size();
        foundBoxes += found.size();
        List<Integer> animals = List.copyOf(truth.keySet());
        List<Integer> ids = List.copyOf(found.keySet());
        double[][] gain = new double[animals.size()][ids.size()];
        for (int a = 0; a < animals.size(); a++) {
            for (int i = 0; i < ids.size(); i++) {
                double overlap = truth.get(animals.get(a)).overlap(found.get(ids.get(i)));
                if (overlap >= overlapMin) {
                    gain[a][i] = overlap;
                    hits.computeIfAbsent(animals.get(a), k -> new LinkedHashMap<>())
                            .merge(ids.get(i), 1L, Long::sum);
                }
            }
        }
        int[] of = Assignment.best(gain);
        for (int a = 0; a < of.length; a++) {
            Life life = lives.computeIfAbsent(animals.get(a), Life::new);
            life.seen(of[a] < 0 ? OptionalInt.empty() : OptionalInt.of(ids.get(of[a])));
        }
        lives.values().stream().filter(life -> !truth.containsKey(life.animal)).forEach(Life::hidden);
    }

    /** What the frames so far come to. */
    public IdentityScore score() {
        List<Integer> ids = hits.values().stream()
                .flatMap(m -> m.keySet().stream())
                .distinct()
                .toList();
        double[][] gain = new double[hits.size()][ids.size()];
        int row = 0;
        for (Map<Integer, Long> counts : hits.values()) {
            for (Map.Entry<Integer, Long> count : counts.entrySet()) {
                gain[row][ids.indexOf(count.getKey())] = count.getValue();
            }
            row++;
        }
        int[] of = Assignment.best(gain);
        long matched = 0;
        for (int a = 0; a < of.length; a++) {
            matched += of[a] < 0 ? 0 : Math.round(gain[a][of[a]]);
        }
        List<IdentityRecovery> all = new ArrayList<>(recoveries);
        lives.values().stream().filter(Life::isAwaited).forEach(life -> all.add(life.recovery(OptionalInt.empty())));
        return new IdentityScore(matched, trueBoxes, foundBoxes, switches, all);
    }

    /** One true animal through the clip. */
    private final class Life {
        private final int animal;
        private OptionalInt id = OptionalInt.empty(); // last found
        private OptionalInt old = OptionalInt.empty(); // that it should come back with
        private int hiddenFrames;
        private int wait; // frames since its return; 0 while none is judged

        Life(int animal) {
            this.animal = animal;
        }

        void hidden() {
            if (isAwaited()) {
                recoveries.add(recovery(OptionalInt.empty()));
                wait = 0;
                hiddenFrames = 0;
            }
            if (hiddenFrames == 0) {
                old = id;
            }
            hiddenFrames++;
        }

        void seen(OptionalInt now) {
            if (wait == 0 && hiddenFrames >= hiddenFramesMin && old.isPresent()) {
                wait = 1;
            } else if (wait > 0) {
                wait++;
            } else {
                hiddenFrames = 0;
            }
            if (wait > 0 && now.equals(old)) {
                recoveries.add(recovery(OptionalInt.of(wait)));
                wait = 0;
                hiddenFrames = 0;
            }
            if (now.isPresent()) {
                switches += id.isPresent() && !id.equals(now) ? 1 : 0;
                id = now;
            }
        }

        boolean isAwaited() {
            return wait > 0;
        }

        IdentityRecovery recovery(OptionalInt frames) {
            return new IdentityRecovery(animal, hiddenFrames, frames);
        }
    }
}
