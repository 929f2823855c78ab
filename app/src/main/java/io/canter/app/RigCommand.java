package io.canter.app;

import io.canter.output.StagedFile;
import io.canter.tracking.Body;
import io.canter.tracking.Rig;
import io.canter.tracking.RigFile;
import io.canter.tracking.Rigs;
import io.canter.training.family.AnimalFamily;
import io.canter.training.family.Preview;
import io.canter.training.family.RigBuilder;
import io.canter.training.rigs.ImportedRig;
import io.canter.training.rigs.ImportedRigFile;
import io.canter.training.rigs.RigImport;
import io.canter.training.rigs.RigPicture;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import javax.imageio.ImageIO;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code canter rig}: the parametric animal as a file or a picture, and foreign rigs as bodies. */
@Command(
        name = "rig",
        description = "Writes or draws the parametric animal; imports foreign rigs.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {
            "",
            "Examples:",
            "  canter rig build -o quadruped.glb",
            "  canter rig show cow -o cow.png",
            "  canter rig import donkey.glb --picture donkey.png          see which joint stands for which",
            "  canter rig import donkey.glb --save-mapping donkey.json    edit it, then:",
            "  canter rig import donkey.glb --mapping donkey.json -o body.glb"
        })
final class RigCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        spec.commandLine().usage(spec.commandLine().getOut());
        return 0;
    }

    @Command(name = "build", description = "Builds the template from its parameters and writes it as GLB.")
    int build(@Option(names = "-o", required = true, paramLabel = "FILE", description = "The GLB to write.") Path file)
            throws IOException {
        Rig rig = RigBuilder.build();
        replace(file, temporary -> RigFile.write(rig, temporary));
        print(rig.id() + ": " + rig.mesh().vertexCount() + " vertices, "
                + rig.mesh().triangleCount() + " triangles, " + rig.skeleton().jointCount() + " joints -> " + file);
        return 0;
    }

    @Command(name = "show", description = "Draws a preset: side, front and three-quarter view.")
    int show(
            @Parameters(paramLabel = "SPECIES", description = "horse, cow, dog, ...") String species,
            @Option(names = "-o", required = true, paramLabel = "FILE", description = "The PNG to write.") Path file)
            throws IOException {
        if (!AnimalFamily.species().contains(species)) {
            throw new UserException(
                    "no preset is named '" + species + "'; there are " + String.join(", ", AnimalFamily.species()));
        }
        BufferedImage picture = draw(AnimalFamily.preset(species));
        replace(file, temporary -> ImageIO.write(picture, "png", temporary.toFile()));
        print(species + " -> " + file);
        return 0;
    }

    @Command(
            name = "import",
            description =
                    "Makes a body of a skinned glTF: maps its joints to the template's, carries its surface over.")
    int importRig(
            @Parameters(paramLabel = "FILE", description = "A skinned .glb or .gltf.") Path file,
            @Option(
                            names = "--mapping",
                            paramLabel = "FILE",
                            description = "Which template joint each joint stands for (JSON); otherwise guessed.")
                    Path mapping,
            @Option(
                            names = "-o",
                            paramLabel = "OUT",
                            description = "Write the rig as GLB with the attribute _CANONICAL and the mapping in it.")
                    Path out,
            @Option(names = "--save-mapping", paramLabel = "FILE", description = "Write the mapping, to be edited.")
                    Path saved,
            @Option(
                            names = "--picture",
                            paramLabel = "FILE",
                            description = "Draw the rig above the template in the colours of Q (PNG).")
                    Path picture,
            @Option(names = "--drop-flat", description = "Leave out triangles without area instead of refusing them.")
                    boolean dropFlat)
            throws IOException {
        Rig template = Rigs.quadruped();
        ImportedRig rig = new RigImport(template).read(file, Optional.ofNullable(mapping), dropFlat);
        report(rig);
        if (saved != null) {
            replace(
                    saved,
                    temporary -> Files.writeString(temporary, rig.mapping().json()));
        }
        if (picture != null) {
            BufferedImage drawn = RigPicture.draw(rig, template);
            replace(picture, temporary -> ImageIO.write(drawn, "png", temporary.toFile()));
        }
        if (out != null) {
            replace(out, temporary -> {
                try (OutputStream stream = Files.newOutputStream(temporary)) {
                    ImportedRigFile.write(rig, file, template.id(), stream);
                }
            });
            print(file + " -> " + out);
        }
        return 0;
    }

    private void report(ImportedRig rig) {
        int width = rig.joints().stream().mapToInt(String::length).max().orElse(1);
        for (String joint : rig.joints()) {
            String to = rig.mapping().joints().getOrDefault(joint, "- (moves with its nearest mapped joint)");
            print(String.format("  %-" + width + "s  %s", joint, to));
        }
        print(String.format(
                "%s: %d vertices, %d triangles, %d joints (%s); clips: %s",
                rig.name(),
                rig.rest().vertexCount(),
                rig.rest().triangleCount(),
                rig.joints().size(),
                rig.isGuessed() ? "mapping guessed: look at it" : "mapping given",
                rig.clips().isEmpty() ? "none" : String.join(", ", rig.clips())));
        print(String.format(
                "carried surface lay off the template's by %.1f cm (median), %.1f cm (95 %%) before it was put onto it",
                100 * rig.error().median(), 100 * rig.error().p95()));
        if (rig.renormalised() > 0) {
            print("weights of " + rig.renormalised() + " vertices did not sum to 1 exactly and were normalised");
        }
        if (rig.dropped() > 0) {
            print(rig.dropped() + " triangles without area were left out");
        }
    }

    private static BufferedImage draw(Body body) {
        int edge = 640;
        int[] triangles = Rigs.quadruped().mesh().triangles();
        double[][] views = {{0, 0}, {Math.PI / 2, 0}, {Math.PI / 5, 0.25}};
        BufferedImage sheet = new BufferedImage(views.length * edge, edge, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < views.length; i++) {
            BufferedImage view = new Preview(edge, edge, 3.0 / edge, 0, 0.95, 0.2)
                    .draw(body.vertices(), triangles, views[i][0], views[i][1]);
            sheet.getGraphics().drawImage(view, i * edge, 0, null);
        }
        return sheet;
    }

    private interface Writing {
        void to(Path file) throws IOException;
    }

    /** Writes beside the target first, so that a failure leaves the old file, or none. */
    private static void replace(Path file, Writing writing) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (!Files.isDirectory(folder)) {
            throw new UserException("folder " + folder + " does not exist; create it or choose another with -o");
        }
        try (StagedFile staged = new StagedFile(file)) {
            writing.to(staged.part());
            staged.commit();
        }
    }

    private void print(String line) {
        spec.commandLine().getOut().println(line);
    }
}
