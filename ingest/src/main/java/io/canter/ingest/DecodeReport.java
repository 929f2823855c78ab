package io.canter.ingest;

/**
 * What became of a source's pictures so far.
 *
 * @param decoded frames handed out
 * @param failed packets or still images that gave no picture
 * @param damaged of the frames handed out, those the decoder had to patch up
 * @param missing pictures for which an otherwise even sequence of times leaves a gap: lost before they reached the
 *     decoder, or never taken by the camera
 * @param truncated the file ended earlier than its header promises, or reading it broke off
 * @param lastProblem one line about the latest of these, empty when there was none
 */
public record DecodeReport(
        long decoded, long failed, long damaged, long missing, boolean truncated, String lastProblem) {
    static final DecodeReport EMPTY = new DecodeReport(0, 0, 0, 0, false, "");

    /** Nothing was lost and nothing patched. */
    public boolean clean() {
        return failed == 0 && damaged == 0 && missing == 0 && !truncated;
    }

    DecodeReport plus(DecodeReport other) {
        return new DecodeReport(
                decoded + other.decoded,
                failed + other.failed,
                damaged + other.damaged,
                missing + other.missing,
                truncated || other.truncated,
                other.lastProblem.isEmpty() ? lastProblem : other.lastProblem);
    }
}
