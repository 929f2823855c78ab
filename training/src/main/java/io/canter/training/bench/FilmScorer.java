package io.canter.training.bench;

import io.canter.inference.Box;
import io.canter.ingest.Frame;
import io.canter.ingest.Intrinsics;
import io.canter.tracking.Rig;
import io.canter.tracking.Scene;
import io.canter.tracking.Skinner;
import io.canter.tracking.Subject;
import io.canter.training.evaluation.AnnotatedKeypoints;
import io.canter.training.evaluation.BodyLength;
import io.canter.training.evaluation.PictureKeypoints;
import io.canter.training.evaluation.PictureLegs;
import io.canter.training.evaluation.Silhouettes;
import io.canter.training.evaluation.Table;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Tracks real clips in the ways that need no truth in space: how steadily the skeleton moves, and how often it has legs
 * exchanged in frames with marked keypoints. Beside it the bones aligned one by one on the very same maps. One thread.
 */
public final class FilmScorer {
    /** Frames of a clip that are kept: a frame's maps take half a megabyte, twice. */
    public static final int FRAMES_MAX = 500;

    private static final List<String> COLUMNS =
            List.of("clip", "method", "frames", "followed", "judged", "swapped", "swaps", "moves", "moves_root");

    private final Rig rig;
    private final Observers observers;
    private final int searchEvery;
    private final Map<String, ScenePass> passes;
    private final BonesApart bones;
    private final PictureKeypoints keypoints;
    private final Skinner skinner;
    private final float[] vertices;
    private final double percent;
    private final List<List<Object>> rows = new ArrayList<>();
    private final Map<String, int[]> swaps = new LinkedHashMap<>(); // by method: swapped, judged

    /** See {@link TrackingScorer}. */
    public FilmScorer(Rig rig, Observers observers, int searchEvery, Map<String, ScenePass> passes) {
        this.rig = rig;
        this.observers = observers;
        this.searchEvery = searchEvery;
        this.passes = new LinkedHashMap<>(passes);
        bones = new BonesApart(rig);
        keypoints = new PictureKeypoints(rig);
        skinner = new Skinner(rig);
        vertices = new float[rig.mesh().vertices().length];
        percent = 100 / BodyLength.metres(rig);
    }

    /** Begins a clip. */
    public Film film(String name, Optional<AnnotatedKeypoints> marks) {
        return new Film(name, marks);
    }

    /** One clip while it is tracked. */
    public final class Film {
        private final String name;
        private final Optional<AnnotatedKeypoints> marks;
        private final LiveRun live = LiveRun.usual(rig, searchEvery);
        private final LiveRun slow = LiveRun.usual(rig, searchEvery);
        private final List<Tracked> film = new ArrayList<>();
        private final List<Tracked> offLine = new ArrayList<>();
        private final List<Optional<BonesApart.Skeleton>> apart = new ArrayList<>();
        private final List<Optional<Marks>> marked = new ArrayList<>();

        private Film(String name, Optional<AnnotatedKeypoints> marks) {
            this.name = name;
            this.marks = marks;
        }

        /**
         * Takes a frame, which stays the caller's.
         *
         * @param mask of the animal; marked frames without one are not judged
         * @return empty where the clip has more frames than are kept
         */
        public Optional<Tracked> step(Frame frame, Optional<boolean[]> mask) {
            if (film.size() == FRAMES_MAX) {
                return Optional.empty();
            }
            Tracked tracked = live.look(observers.live(), frame);
            film.add(tracked);
            offLine.add(slow.look(observers.offLine(), frame));
            apart.add(
                    tracked.step().scene().subjects().isEmpty()
                            ? Optional.empty()
                            : tracked.detection().flatMap(bones::fit));
            marked.add(marks(frame, mask));
            return Optional.of(tracked);
        }

        /** The latest frame's baseline: 3 per joint, camera frame. */
        public Optional<float[]> baseline() {
            return apart.get(apart.size() - 1).map(BonesApart.Skeleton::joints);
        }

        private Optional<Marks> marks(Frame frame, Optional<boolean[]> mask) {
            Optional<Box> box = mask.flatMap(m -> Silhouettes.box(m, frame.width()));
            Optional<float[]> fractions = marks.flatMap(m -> m.of(frame.index()));
            if (box.isEmpty() || fractions.isEmpty()) {
                return Optional.empty();
            }
            float[] pixels = fractions.get().clone();
            for (int i = 0; i < pixels.length; i++) {
                pixels[i] *= i % 2 == 0 ? frame.width() : frame.height();
            }
            return Optional.of(
                    new Marks(pixels, Math.max(box.get().width(), box.get().height())));
        }

        /** The clip is over. */
        public void end() {
            passes.forEach((method, pass) -> {
                Row row = new Row();
                List<Scene> scenes = pass.scenes(pass.film(film, offLine));
                for (int i = 0; i < film.size(); i++) {
                    Optional<Subject> subject =
                            scenes.get(i).subjects().stream().findFirst();
                    subject.ifPresent(s -> skinner.skin(s.body(), s.pose(), vertices));
                    row.add(
                            subject.map(s -> skinner.jointPositions()),
                            subject.map(s -> vertices),
                            marked.get(i),
                            scenes.get(i).camera());
                }
                row.end(name, method);
            });
            Row row = new Row();
            for (int i = 0; i < film.size(); i++) {
                Optional<BonesApart.Skeleton> skeleton = apart.get(i);
                row.add(
                        skeleton.map(BonesApart.Skeleton::joints),
                        marked.get(i).isEmpty() ? Optional.empty() : skeleton.map(bones::vertices),
                        marked.get(i),
                        film.get(i).seen().camera());
            }
            row.end(name, TrackingScorer.BONES_APART);
        }
    }

    /**
     * A marked frame.
     *
     * @param pixels x and y of each of {@link AnnotatedKeypoints#NAMES}
     * @param longerSide of the true box, pixels
     */
    private record Marks(float[] pixels, double longerSide) {}

    /** One clip in one way. */
    private final class Row {
        private final MotionScore motion = new MotionScore(rig.skeleton());
        private final PictureLegs legs = new PictureLegs();
        // Beside a skeleton that stays in one place, the error of acceleration is the acceleration itself.
        private final float[] still = new float[3 * rig.skeleton().jointCount()];

        void add(Optional<float[]> joints, Optional<float[]> mesh, Optional<Marks> marks, Intrinsics camera) {
            motion.add(joints, still);
            if (marks.isPresent()) {
                float[] found = mesh.map(v -> keypoints.of(v, camera)).orElseGet(keypoints::none);
                legs.add(found, marks.get().pixels(), marks.get().longerSide());
            }
        }

        void end(String clip, String method) {
            int swapped = legs.judged() == 0 ? 0 : (int) Math.round(legs.share() * legs.judged());
            rows.add(List.of(
                    clip,
                    method,
                    motion.frames(),
                    motion.followedShare(),
                    legs.judged(),
                    swapped,
                    legs.share(),
                    percent * motion.accelerationPlaced().mean(),
                    percent * motion.accelerationFromRoot().mean()));
            int[] sum = swaps.computeIfAbsent(method, m -> new int[2]);
            sum[0] += swapped;
            sum[1] += legs.judged();
        }
    }

    /** A row a clip and method. */
    public Table table() {
        return new Table(
                "Tracking, real clips",
                COLUMNS,
                rows,
                List.of(
                        "judged, swapped: marked frames in which a pair of legs can be judged, and those with one"
                                + " exchanged. Bones apart sees the same maps and is given what is shown live.",
                        "moves: mean acceleration of the joints, % of body length a frame squared, camera frame; _root:"
                                + " from the root joint. It holds the animal's own motion, too: compare methods only."));
    }

    /** Over all clips: of the judged frames the share with legs exchanged; NaN without one. */
    public double swappedShare(String method) {
        int[] sum = swaps.getOrDefault(method, new int[2]);
        return sum[1] == 0 ? Double.NaN : (double) sum[0] / sum[1];
    }
}
