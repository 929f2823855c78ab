package io.canter.app;

import io.canter.ingest.Frame;
import io.canter.ingest.SourceSpec;
import io.canter.training.demo.MaskArchive;
import io.canter.training.evaluation.ClipScorer.MaskSource;
import io.canter.training.evaluation.Silhouettes;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import javax.imageio.ImageIO;

/** Where the true mask of a frame comes from. */
final class TrueMasks {
    private TrueMasks() {}

    /**
     * @param truth {@code green} for a green screen, a folder of masks in the frames' order, or a zip of such
     * @throws UserException if nothing of the kind is there
     */
    static MaskSource of(String truth) throws IOException {
        if (truth.equals("green")) {
            return frame -> Optional.of(Silhouettes.beforeGreenScreen(frame.pixels(), frame.width(), frame.height()));
        }
        Path path = Path.of(truth);
        if (Files.isDirectory(path)) {
            List<Path> images = SourceSpec.parse(truth).images();
            return frame -> frame.index() < images.size()
                    ? Optional.of(read(images.get((int) frame.index()), frame))
                    : Optional.empty();
        }
        if (Files.isRegularFile(path)) {
            try (InputStream in = Files.newInputStream(path)) {
                return archive(in);
            }
        }
        throw new UserException("--truth is '" + truth + "', must be green, a folder of masks or a zip of masks");
    }

    /** Masks of a zip, kept as bits: a minute of 1280 x 720 takes 170 MB. */
    static MaskSource archive(InputStream in) throws IOException {
        List<BitSet> masks = new ArrayList<>();
        List<int[]> sizes = new ArrayList<>();
        MaskArchive.read(in, (index, width, height, mask) -> {
            BitSet bits = new BitSet(mask.length);
            for (int i = 0; i < mask.length; i++) {
                bits.set(i, mask[i]);
            }
            masks.add(bits);
            sizes.add(new int[] {width, height});
        });
        return frame -> {
            if (frame.index() >= masks.size()) {
                return Optional.empty();
            }
            int index = (int) frame.index();
            requireSize(frame, sizes.get(index)[0], sizes.get(index)[1], "mask " + index);
            boolean[] mask = new boolean[frame.width() * frame.height()];
            for (int i = 0; i < mask.length; i++) {
                mask[i] = masks.get(index).get(i);
            }
            return Optional.of(mask);
        };
    }

    private static boolean[] read(Path file, Frame frame) {
        BufferedImage image;
        try {
            image = ImageIO.read(file.toFile());
        } catch (IOException e) {
            throw new UserException("mask " + file + " cannot be read: " + e.getMessage());
        }
        if (image == null) {
            throw new UserException("mask " + file + " is not an image");
        }
        requireSize(frame, image.getWidth(), image.getHeight(), "mask " + file);
        boolean[] mask = new boolean[frame.width() * frame.height()];
        for (int i = 0; i < mask.length; i++) {
            mask[i] = (image.getRGB(i % frame.width(), i / frame.width()) & 0xff) > 127;
        }
        return mask;
    }

    private static void requireSize(Frame frame, int width, int height, String name) {
        if (width != frame.width() || height != frame.height()) {
            throw new UserException(name + " is " + width + " x " + height + ", its frame " + frame.width() + " x "
                    + frame.height() + "; give masks of the frames' size");
        }
    }
}
