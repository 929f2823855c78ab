package io.canter.ingest;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Which source to read and how.
 *
 * @param location path, address or device as FFmpeg is to open it
 * @param images the still images in order, for {@link Kind#IMAGES}
 * @param fovDegrees vertical field of view assumed for the camera, used unless {@code fxPixels} is given
 * @param fxPixels focal length in pixels of the frame, 0 where unknown
 * @param imagesPerSecond rate given to still images of a folder, which carry no times
 * @param loop start again at the end, for ever; times go on increasing
 * @param decoderThreads threads FFmpeg may use
 * @param timeout a single read or the opening may take this long
 * @param maxPixels larger pictures are refused: a few bytes of a hostile file can ask for gigabytes
 */
public record SourceSpec(
        Kind kind,
        String location,
        List<Path> images,
        float fovDegrees,
        float fxPixels,
        double imagesPerSecond,
        boolean loop,
        int decoderThreads,
        Duration timeout,
        long maxPixels) {
    /** How the input is opened. */
    public enum Kind {
        FILE,
        IMAGES,
        URL,
        DEVICE
    }

    /** 40 degrees is a usual field between a phone's 50 and a lens that keeps its distance from an animal. */
    public static final float DEFAULT_FOV_DEGREES = 40;

    private static final long DEFAULT_MAX_PIXELS = 8192L * 8192;
    private static final int MAX_IMAGES = 1_000_000; // a folder beyond this is a mistake, and its list costs memory
    private static final Set<String> IMAGE_ENDINGS =
            Set.of("png", "jpg", "jpeg", "bmp", "webp", "tif", "tiff", "ppm", "pgm", "avif", "jp2");
    private static final Pattern SCHEME = Pattern.compile("[a-zA-Z][a-zA-Z0-9+.-]*://.*");
    private static final Pattern DEVICE = Pattern.compile("(/dev/|v4l2:|avfoundation:|dshow:).*");
    private static final Pattern COUNTER = Pattern.compile("%0?\\d*d");

    public SourceSpec {
        images = List.copyOf(images);
        if (!(fovDegrees > 0 && fovDegrees < 180)) {
            throw new IllegalArgumentException("field of view must be between 0 and 180 degrees, was " + fovDegrees);
        }
        if (!(fxPixels >= 0)) {
            throw new IllegalArgumentException("focal length must be > 0 pixels (0: unknown), was " + fxPixels);
        }
        if (!(imagesPerSecond > 0 && imagesPerSecond <= 1000)) {
            throw new IllegalArgumentException("images per second must be in (0, 1000], was " + imagesPerSecond);
        }
        if (decoderThreads < 1 || maxPixels < 1 || timeout.isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException("decoderThreads, maxPixels and timeout must be > 0, were "
                    + decoderThreads + ", " + maxPixels + ", " + timeout);
        }
    }

    /**
     * Understands a video file, an image, a folder of images, a pattern ({@code frames/*.png}, {@code img%04d.jpg}), an
     * address ({@code rtsp://...}, {@code https://...}) or a device ({@code /dev/video0}).
     *
     * @throws IngestException if nothing is there
     */
    public static SourceSpec parse(String input) {
        if (input.isBlank()) {
            throw new IngestException("the input is empty; give a video file, a folder of images or an address");
        }
        if (SCHEME.matcher(input).matches()) {
            return of(Kind.URL, input, List.of());
        }
        Path path;
        try {
            path = Path.of(input);
        } catch (InvalidPathException e) {
            throw new IngestException(input + " is not a path: " + e.getReason(), e);
        }
        if (Files.isDirectory(path)) {
            return of(Kind.IMAGES, input, imagesIn(path));
        }
        if (DEVICE.matcher(input).matches()) {
            return of(Kind.DEVICE, input, List.of());
        }
        if (Files.exists(path)) {
            return of(Kind.FILE, input, List.of());
        }
        if (input.matches(".*[*?\\[{].*") || COUNTER.matcher(input).find()) {
            return of(Kind.IMAGES, input, matching(path, input));
        }
        throw new IngestException(input + " does not exist; check the path");
    }

    private static SourceSpec of(Kind kind, String location, List<Path> images) {
        return new SourceSpec(
                kind,
                location,
                images,
                DEFAULT_FOV_DEGREES,
                0,
                25,
                false,
                2,
                Duration.ofSeconds(10),
                DEFAULT_MAX_PIXELS);
    }

    public SourceSpec withFovDegrees(float degrees) {
        return new SourceSpec(
                kind, location, images, degrees, 0, imagesPerSecond, loop, decoderThreads, timeout, maxPixels);
    }

    public SourceSpec withFxPixels(float pixels) {
        return new SourceSpec(
                kind, location, images, fovDegrees, pixels, imagesPerSecond, loop, decoderThreads, timeout, maxPixels);
    }

    public SourceSpec withImagesPerSecond(double rate) {
        return new SourceSpec(
                kind, location, images, fovDegrees, fxPixels, rate, loop, decoderThreads, timeout, maxPixels);
    }

    public SourceSpec withLoop(boolean again) {
        return new SourceSpec(
                kind,
                location,
                images,
                fovDegrees,
                fxPixels,
                imagesPerSecond,
                again,
                decoderThreads,
                timeout,
                maxPixels);
    }

    public SourceSpec withDecoderThreads(int threads) {
        return new SourceSpec(
                kind, location, images, fovDegrees, fxPixels, imagesPerSecond, loop, threads, timeout, maxPixels);
    }

    public SourceSpec withTimeout(Duration limit) {
        return new SourceSpec(
                kind, location, images, fovDegrees, fxPixels, imagesPerSecond, loop, decoderThreads, limit, maxPixels);
    }

    /** The input as it may be shown: without the password of an address. */
    public String label() {
        return kind == Kind.URL
                ? location.replaceFirst("://[^/@]*@", "://***@").replaceFirst("\\?.*", "?***")
                : location;
    }

    Intrinsics cameraFor(int width, int height, double pixelAspect) {
        Intrinsics assumed = Intrinsics.centred(width, height, (float) Math.toRadians(fovDegrees));
        // A pixel that is wider than tall covers more angle: fewer pixels a unit of focal length.
        float fx = fxPixels > 0 ? fxPixels : (float) (assumed.fy() / pixelAspect);
        float fy = fxPixels > 0 ? (float) (fxPixels * pixelAspect) : assumed.fy();
        return new Intrinsics(fx, fy, assumed.cx(), assumed.cy());
    }

    private static List<Path> imagesIn(Path folder) {
        List<Path> found = list(folder, p -> IMAGE_ENDINGS.contains(ending(p)), folder.toString());
        if (found.isEmpty()) {
            throw new IngestException(folder + " holds no image (png, jpg, bmp, webp, tif, ...)");
        }
        return found;
    }

    private static List<Path> matching(Path pattern, String input) {
        Path folder = pattern.getParent() == null ? Path.of("") : pattern.getParent();
        String name = pattern.getFileName().toString();
        PathMatcher matcher = COUNTER.matcher(name).find()
                ? counted(name)
                : folder.getFileSystem().getPathMatcher("glob:" + name);
        if (!Files.isDirectory(folder)) {
            throw new IngestException(input + " matches nothing: there is no folder " + folder
                    + " (a pattern may stand in the last part only)");
        }
        List<Path> found = list(folder, p -> matcher.matches(p.getFileName()), input);
        if (found.isEmpty()) {
            throw new IngestException(input + " matches no file; check the pattern");
        }
        return found;
    }

    private static PathMatcher counted(String name) {
        String digits = Pattern.quote(COUNTER.matcher(name).replaceFirst("\0")).replace("\0", "\\E\\d+\\Q");
        Pattern regex = Pattern.compile(digits);
        return p -> regex.matcher(p.toString()).matches();
    }

    private static List<Path> list(Path folder, DirectoryStream.Filter<Path> filter, String input) {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, filter)) {
            for (Path p : entries) {
                if (Files.isRegularFile(p) && !p.getFileName().toString().startsWith(".")) {
                    found.add(p);
                }
                if (found.size() > MAX_IMAGES) {
                    throw new IngestException(input + " holds more than " + MAX_IMAGES + " images; split it");
                }
            }
        } catch (IOException e) {
            throw new IngestException(folder + " cannot be listed: " + e.getMessage(), e);
        }
        found.sort(new NaturalOrder());
        return found;
    }

    private static String ending(Path path) {
        String name = path.getFileName().toString();
        return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    }
}
