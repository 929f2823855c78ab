package io.canter.tracking;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Looks at a whole clip again, now that its future is known: every animal gets one shape, one coat and a smooth motion,
 * legs that were taken for each other are exchanged, and short gaps are filled. A pure function of the history. One
 * instance serves one thread.
 */
public final class Smoother {
    /** Animals out of sight for longer than this (seconds) may have done anything. */
    private static final double GAP_SECONDS = 1;

    private final AnimalSmoother animals;

    public Smoother(Rig rig, TrackerConfig config) {
        animals = new AnimalSmoother(rig, config);
    }

    /** The scenes of a whole clip, given all its steps in order. */
    public static Smoothed smooth(Rig rig, TrackerConfig config, List<Step> steps) {
        ClipHistory history = new ClipHistory(Long.MAX_VALUE);
        steps.forEach(history::add);
        return new Smoother(rig, config).smooth(history, () -> {});
    }

    /** How often {@link #smooth(ClipHistory, Runnable)} will tell of progress. */
    public static int work(ClipHistory history) {
        int frames = 0;
        for (Sighting[] animal : animals(history.moments()).values()) {
            for (Stretch stretch : stretches(history.moments(), animal)) {
                frames += stretch.frames();
            }
        }
        return AnimalSmoother.ROUNDS * frames;
    }

    /** @param progress called for every frame that is fitted again: {@link #work} times */
    public Smoothed smooth(ClipHistory history, Runnable progress) {
        List<ClipHistory.Moment> moments = history.moments();
        List<List<Subject>> subjects = new ArrayList<>();
        moments.forEach(moment -> subjects.add(new ArrayList<>()));
        Repairs repairs = new Repairs();
        for (Map.Entry<Integer, Sighting[]> animal : animals(moments).entrySet()) {
            List<Stretch> stretches = stretches(moments, animal.getValue());
            if (!stretches.isEmpty()) {
                animals.smooth(stretches, history.coat(animal.getKey()), repairs, subjects, progress);
            }
        }
        List<Scene> scenes = new ArrayList<>();
        for (int t = 0; t < moments.size(); t++) {
            ClipHistory.Moment m = moments.get(t);
            scenes.add(new Scene(m.frameIndex(), m.ptsMicros(), m.width(), m.height(), m.camera(), subjects.get(t)));
        }
        return new Smoothed(scenes, repairs.legsExchanged, repairs.turned, repairs.filled);
    }

    /** What was put right so far. */
    static final class Repairs {
        int legsExchanged;
        int turned;
        int filled;
    }

    /** The sightings of each animal by frame, null where there is none; those of candidates that came to nothing left out. */
    private static Map<Integer, Sighting[]> animals(List<ClipHistory.Moment> moments) {
        Map<Integer, Sighting[]> animals = new LinkedHashMap<>();
        for (int t = 0; t < moments.size(); t++) {
            for (Sighting sighting : moments.get(t).sightings()) {
                animals.computeIfAbsent(sighting.id, id -> new Sighting[moments.size()])[t] = sighting;
            }
        }
        animals.values().forEach(Smoother::dropCandidates);
        return animals;
    }

    /** Runs of frames in which nothing was ever confirmed, nor is likely at the clip's end, were no animal. */
    private static void dropCandidates(Sighting[] sightings) {
        int from = 0;
        while (from < sightings.length) {
            int to = from;
            boolean animal = false;
            while (to < sightings.length && sightings[to] != null) {
                animal |= sightings[to].confirmed || (to == sightings.length - 1 && sightings[to].likely);
                to++;
            }
            for (int t = from; t < to && !animal; t++) {
                sightings[t] = null;
            }
            from = to + 1;
        }
    }

    /** Frames from the first to the last in which the animal was seen, cut at long gaps. */
    private static List<Stretch> stretches(List<ClipHistory.Moment> moments, Sighting[] sightings) {
        List<Stretch> stretches = new ArrayList<>();
        int from = -1;
        int last = -1;
        for (int t = 0; t < sightings.length; t++) {
            if (sightings[t] == null || !sightings[t].seen) {
                continue;
            }
            if (last >= 0) {
                double gap =
                        1e-6 * (moments.get(t).ptsMicros() - moments.get(last).ptsMicros());
                if (!(gap >= 0 && (gap <= GAP_SECONDS || t == last + 1))) {
                    stretches.add(new Stretch(moments, sightings, from, last + 1));
                    from = t;
                }
            } else {
                from = t;
            }
            last = t;
        }
        if (last >= 0) {
            stretches.add(new Stretch(moments, sightings, from, last + 1));
        }
        return stretches;
    }

    /** Consecutive frames of one animal; {@code sightings} are null where it was not followed. */
    record Stretch(List<ClipHistory.Moment> moments, Sighting[] sightings, int from, int to) {
        int frames() {
            return to - from;
        }

        ClipHistory.Moment moment(int frame) {
            return moments.get(from + frame);
        }

        /** Null where the animal was not followed. */
        Sighting sighting(int frame) {
            return sightings[from + frame];
        }

        boolean seen(int frame) {
            return sighting(frame) != null && sighting(frame).seen;
        }
    }
}
