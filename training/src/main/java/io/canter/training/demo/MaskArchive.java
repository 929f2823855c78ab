package io.canter.training.demo;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.awt.image.WritableRaster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import javax.imageio.ImageIO;

/** Masks of a clip, lossless and small: a zip of black-and-white PNG files 000000.png, 000001.png, ... */
public final class MaskArchive implements AutoCloseable {
    /** A clip of an hour at 30 frames a second: more is not a mask archive of ours. */
    private static final int FRAMES_MAX = 108_000;
    /** Fixed, so that the same masks give the same bytes: 1 January 2026. */
    private static final long ENTRY_TIME_MILLIS = 1_767_225_600_000L;

    private final ZipOutputStream zip;
    private int written;

    public MaskArchive(OutputStream out) {
        zip = new ZipOutputStream(out);
        zip.setMethod(ZipOutputStream.DEFLATED);
    }

    /** Takes the masks as they are read. */
    public interface Sink {
        /** @param mask height x width, row-major, true on the animal */
        void accept(int frame, int width, int height, boolean[] mask) throws IOException;
    }

    /** @param mask height x width, 0 or 255 */
    public void add(byte[] mask, int width, int height) throws IOException {
        if (mask.length != width * height) {
            throw new IllegalArgumentException(
                    "mask of " + width + " x " + height + " has " + mask.length + " numbers");
        }
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_BINARY);
        byte[] bits = ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
        int stride = (width + 7) / 8;
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                if (mask[y * width + x] != 0) {
                    bits[y * stride + x / 8] |= (byte) (0x80 >> x % 8);
                }
            }
        }
        ZipEntry entry = new ZipEntry(String.format("%06d.png", written++));
        entry.setTime(ENTRY_TIME_MILLIS);
        zip.putNextEntry(entry);
        ImageIO.write(image, "png", zip);
        zip.closeEntry();
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }

    /** Reads an archive from its first frame to its last. */
    public static void read(InputStream in, Sink sink) throws IOException {
        try (ZipInputStream zip = new ZipInputStream(in)) {
            int frame = 0;
            for (ZipEntry e = zip.getNextEntry(); e != null; e = zip.getNextEntry()) {
                if (frame >= FRAMES_MAX) {
                    throw new IOException("mask archive holds more than " + FRAMES_MAX + " frames");
                }
                BufferedImage image = ImageIO.read(new ByteArrayInputStream(zip.readAllBytes()));
                if (image == null) {
                    throw new IOException("mask archive entry " + e.getName() + " is not a PNG");
                }
                WritableRaster raster = image.getRaster();
                boolean[] mask = new boolean[image.getWidth() * image.getHeight()];
                for (int i = 0; i < mask.length; i++) {
                    mask[i] = raster.getSample(i % image.getWidth(), i / image.getWidth(), 0) != 0;
                }
                sink.accept(frame++, image.getWidth(), image.getHeight(), mask);
            }
        }
    }
}
