package io.canter.app;

import io.canter.tracking.Body;
import io.canter.tracking.Rig;
import io.canter.tracking.RigFile;
import io.canter.tracking.Rigs;
import io.canter.training.family.AnimalFamily;
import io.canter.training.family.Preview;
import io.canter.training.family.RigBuilder;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.Callable;
import javax.imageio.ImageIO;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code canter rig}: the parametric animal as a file or a picture. */
@Command(
        name = "rig",
        description = "Writes the parametric animal as a file, or draws it.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {"", "Examples:", "  canter rig build -o quadruped.glb", "  canter rig show cow -o cow.png"})
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
        Path temporary = Files.createTempFile(folder, ".canter-", ".part");
        try {
            writing.to(temporary);
            Files.move(temporary, file, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    private void print(String line) {
        spec.commandLine().getOut().println(line);
    }
}
