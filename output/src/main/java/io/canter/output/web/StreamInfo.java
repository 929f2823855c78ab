package io.canter.output.web;

/**
 * What viewers are told about a stream before its first frame.
 *
 * @param name shown above the video: a file's name, a camera's; must not hold credentials
 * @param width pixels, 0 if unknown
 * @param height pixels, 0 if unknown
 * @param framesPerSecond nominal rate, 0 if unknown
 */
public record StreamInfo(String name, int width, int height, float framesPerSecond) {
    public StreamInfo {
        if (width < 0 || width > 0xffff || height < 0 || height > 0xffff) {
            throw new IllegalArgumentException(
                    "a stream's size must lie in 0..65535 pixels, was " + width + " x " + height);
        }
        if (!(framesPerSecond >= 0) || framesPerSecond == Float.POSITIVE_INFINITY) {
            throw new IllegalArgumentException("a stream's rate must be finite and >= 0, was " + framesPerSecond);
        }
    }
}
