package io.canter.app;

import io.canter.inference.Model;
import io.canter.tracking.Rig;
import io.canter.training.evaluation.RigScore;
import io.canter.training.evaluation.RigScorer;
import io.canter.training.evaluation.RigTable;
import io.canter.training.rigs.ImportedRig;
import io.canter.training.rigs.RigImport;
import io.canter.training.rigs.RigImportException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.imageio.ImageIO;

/** Imports the rigs of a folder as test bodies and measures the network on them. */
final class RigMeasuring {
    // Sets come as folders of folders: rigs/khronos-fox/Fox.glb.
    private static final int DEPTH = 3;

    private RigMeasuring() {}

    /**
     * Shows the network pictures of the rigs.
     *
     * @param rigs by stem
     * @param sheets folder for pictures, or null
     */
    static void run(Map<String, ImportedRig> rigs, Rig template, Model network, Path sheets, EvaluationResults results)
            throws IOException {
        RigScorer scorer = new RigScorer(template, network);
        Map<String, RigScore> scores = new LinkedHashMap<>();
        long total = rigs.values().stream().mapToLong(RigScorer::pictures).sum();
        try (Progress progress = Progress.onStandardError("evaluate rigs", total)) {
            rigs.forEach((stem, rig) -> scores.put(stem, scorer.score(stem, rig, progress::step)));
        }
        results.add("rigs", RigTable.of(scores));
        results.hold(List.of(RigTable.bar(scores)));
        if (sheets != null) {
            ImageIO.write(
                    scorer.sheet().draw(), "png", sheets.resolve("rigs.png").toFile());
        }
    }

    /** The rigs by stem. What cannot be imported or moved is told and left out; of two of one name the first counts. */
    static Map<String, ImportedRig> read(Path folder, Rig template, EvaluationResults results) throws IOException {
        if (!Files.isDirectory(folder)) {
            throw new UserException("--rigs is '" + folder + "', must be a folder of .glb or .gltf files");
        }
        RigImport importer = new RigImport(template);
        Map<String, ImportedRig> rigs = new LinkedHashMap<>();
        List<String> left = new ArrayList<>();
        for (Path file : files(folder)) {
            String name = file.getFileName().toString();
            String stem = name.substring(0, name.lastIndexOf('.'));
            if (rigs.containsKey(stem)) {
                continue;
            }
            Path mapping = file.resolveSibling(stem + ".mapping.json");
            try {
                ImportedRig rig = importer.read(
                        file, Files.isRegularFile(mapping) ? Optional.of(mapping) : Optional.empty(), true);
                if (rig.clips().isEmpty()) {
                    left.add(file + ": has no animation");
                } else {
                    rigs.put(stem, rig);
                }
            } catch (RigImportException e) {
                left.add(e.getMessage());
            }
        }
        left.forEach(line -> results.say("left out: " + line));
        results.put("rigs_left_out", left);
        if (rigs.isEmpty()) {
            throw new UserException("--rigs " + folder + " has no rig that can be imported and moved"
                    + (left.isEmpty() ? ": no .glb or .gltf file" : "; the first: " + left.get(0)));
        }
        return rigs;
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder, DEPTH)) {
            return all.filter(Files::isRegularFile)
                    .filter(p -> p.toString().toLowerCase(Locale.ROOT).matches(".*\\.(glb|gltf)"))
                    .sorted()
                    .toList();
        }
    }
}
