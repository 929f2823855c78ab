package io.canter.app;

/** Width and height of a picture in pixels. */
record PictureSize(int width, int height) {
    /**
     * @param option that the text belongs to, for the message
     * @throws UserException if it is not {@code WIDTHxHEIGHT}
     */
    static PictureSize parse(String option, String text) {
        String[] parts = text.split("x", -1);
        try {
            if (parts.length == 2 && Integer.parseInt(parts[0]) > 0 && Integer.parseInt(parts[1]) > 0) {
                return new PictureSize(Integer.parseInt(parts[0]), Integer.parseInt(parts[1]));
            }
        } catch (NumberFormatException e) {
            // Told below, as for numbers out of range.
        }
        throw new UserException(option + " is '" + text + "', must be WIDTHxHEIGHT in pixels, as in 1920x1080");
    }
}
