package io.canter.app;

import io.canter.inference.Box;
import io.canter.inference.Detector;
import io.canter.inference.MirroredNetwork;
import io.canter.inference.Model;
import io.canter.inference.ModelFile;
import io.canter.inference.ModelOptions;
import io.canter.inference.Observer;
import io.canter.inference.ObserverOptions;
import io.canter.inference.Provider;
import io.canter.tracking.Herd;
import io.canter.tracking.HerdConfig;
import io.canter.tracking.Judge;
import io.canter.tracking.MotionWatch;
import io.canter.tracking.Plausibility;
import io.canter.tracking.Rig;
import io.canter.tracking.Tracker;
import io.canter.tracking.TrackerConfig;
import java.nio.file.Path;
import java.util.Optional;

/** Builds the parts of a pipeline from the settings. */
final class Engines {
    // More threads than this make the small network slower, not faster.
    private static final int NETWORK_THREADS_MAX = 4;

    private Engines() {}

    static ModelFile modelFile(Optional<Path> path) {
        return path.map(ModelFile::read).orElseGet(ModelFile::shipped);
    }

    static ModelOptions modelOptions(CanterConfig settings, Rig rig) {
        int threads = settings.inference().threads();
        if (threads == 0) {
            threads = Math.min(NETWORK_THREADS_MAX, Runtime.getRuntime().availableProcessors());
        }
        return ModelOptions.defaults()
                .withProvider(Provider.parse(settings.inference().provider()))
                .withThreads(threads)
                .withTemplate(rig.id());
    }

    /**
     * @param subjectsMax animals followed at once; where a box is given, it is one in any case
     * @param offLine whether nobody waits for the next frame
     */
    static Pipeline pipeline(
            CanterConfig settings,
            Rig rig,
            Optional<Path> model,
            double withersHeightMetres,
            Optional<Box> box,
            int subjectsMax,
            boolean offLine) {
        // Who points at an animal knows that there is one.
        Judge judge = box.isPresent() ? Judge.believing() : Plausibility.shipped();
        Tracker tracker = new Tracker(rig, tracking(withersHeightMetres), judge);
        int subjects = box.isPresent() ? 1 : subjectsMax;
        return new Pipeline(
                observer(settings, rig, model, subjects, offLine),
                subjects == 1
                        ? Follower.one(tracker)
                        : Follower.several(
                                new Herd(tracker, HerdConfig.defaults().withSubjectsMax(subjects))),
                settings.inference().searchEvery(),
                box,
                motion(settings));
    }

    static TrackerConfig tracking(double withersHeightMetres) {
        return TrackerConfig.defaults().withWithersHeightMetres(withersHeightMetres);
    }

    static Model model(CanterConfig settings, Rig rig, Optional<Path> model) {
        return Model.load(modelFile(model), modelOptions(settings, rig));
    }

    static Observer observer(CanterConfig settings, Rig rig, Optional<Path> model) {
        return observer(settings, rig, model, 1, false);
    }

    /** Looks as where nobody waits for the next frame. */
    static Observer offLineObserver(CanterConfig settings, Rig rig, Optional<Path> model) {
        return observer(settings, rig, model, 1, true);
    }

    private static Observer observer(
            CanterConfig settings, Rig rig, Optional<Path> model, int subjectsMax, boolean offLine) {
        ObserverOptions options = ObserverOptions.defaults()
                .withSearchScoreMin(settings.inference().scoreMin());
        // A search finds those followed again, and phantoms, before a newcomer perhaps.
        options = options.withSubjectsMax(options.subjectsMax() + subjectsMax - 1);
        // Before the network: it is the quicker to be refused.
        Optional<Detector> detector = detector(settings, rig);
        try {
            Model once = model(settings, rig, model);
            String twice = settings.inference().mirrored();
            boolean mirrored = "always".equals(twice) || (offLine && "off-line".equals(twice));
            return new Observer(mirrored ? new MirroredNetwork(once) : once, options, detector);
        } catch (RuntimeException e) {
            detector.ifPresent(Detector::close);
            throw e;
        }
    }

    private static Optional<Detector> detector(CanterConfig settings, Rig rig) {
        String file = settings.inference().detector();
        return "none".equals(file)
                ? Optional.empty()
                : Optional.of(Detector.load(ModelFile.read(Path.of(file)), modelOptions(settings, rig)));
    }

    private static Optional<MotionWatch> motion(CanterConfig settings) {
        return "on".equals(settings.inference().motion()) ? Optional.of(new MotionWatch()) : Optional.empty();
    }

    static Tracker tracker(Rig rig, double withersHeightMetres) {
        return new Tracker(rig, tracking(withersHeightMetres));
    }
}
