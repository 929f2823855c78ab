package io.canter.tracking;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.CRC32;

/**
 * States of trackers and of herds as bytes: what a stream needs to go on elsewhere, or tomorrow, as if nothing had
 * happened. A state read back gives the same scenes to the last bit.
 *
 * <p>Layout, big endian: {@code "CTRS"} for a tracker's, {@code "CTHS"} for a herd's, format (2 bytes), check of the
 * state's structure (4), length of the rig's id (2) and the id in UTF-8, length of the state (4) and the state (see
 * {@link RecordBytes}), CRC-32 of all before (4).
 */
public final class TrackerStates {
    /** Grows with every change of what is written. */
    static final int FORMAT = 4;

    /** A state of one animal takes 235 KB with the quadruped's 11,086 vertices; guards against nonsense. */
    static final int MAX_BYTES = 16 << 20;

    private static final Kind<TrackerState> TRACKER = Kind.of(0x43545253, "tracker", TrackerState.class);
    private static final Kind<HerdState> HERD = Kind.of(0x43544853, "herd", HerdState.class);

    private TrackerStates() {}

    /**
     * What can be written.
     *
     * @param magic first four bytes
     * @param name for messages
     * @param structure check of what it is made of
     */
    private record Kind<T extends Record>(int magic, String name, Class<T> type, int structure) {
        static <T extends Record> Kind<T> of(int magic, String name, Class<T> type) {
            byte[] structure = RecordBytes.structure(type).getBytes(StandardCharsets.UTF_8);
            return new Kind<>(magic, name, type, checksum(structure));
        }
    }

    /**
     * Writes a tracker's state.
     *
     * @param rig the one that the tracker follows with
     */
    public static byte[] write(TrackerState state, Rig rig) {
        return write(TRACKER, state, rig);
    }

    /**
     * Writes a herd's state.
     *
     * @param rig the one that the herd's tracker follows with
     */
    public static byte[] write(HerdState state, Rig rig) {
        return write(HERD, state, rig);
    }

    /**
     * Reads a tracker's state.
     *
     * @param rig the one to follow with; must be the one that the state was written with
     * @throws IOException if the bytes are no such state; the message is one line that says why and what to do
     */
    public static TrackerState read(byte[] bytes, Rig rig) throws IOException {
        TrackerState state = read(TRACKER, bytes, rig);
        if (state.track().isPresent()) {
            fits(TRACKER, state.track().get(), rig);
        }
        return state;
    }

    /**
     * Reads a herd's state.
     *
     * @param rig the one to follow with; must be the one that the state was written with
     * @throws IOException if the bytes are no such state; the message is one line that says why and what to do
     */
    public static HerdState readHerd(byte[] bytes, Rig rig) throws IOException {
        HerdState state = read(HERD, bytes, rig);
        for (List<Member> part : List.of(state.members(), state.absent())) {
            for (Member one : part) {
                fits(HERD, one.track(), rig);
                if (one.course().velocity().length != 3 || one.course().place().length != 3) {
                    throw unfit(HERD, rig);
                }
            }
        }
        return state;
    }

    private static <T extends Record> byte[] write(Kind<T> kind, T state, Rig rig) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            byte[] id = rig.id().getBytes(StandardCharsets.UTF_8);
            out.writeInt(kind.magic());
            out.writeShort(FORMAT);
            out.writeInt(kind.structure());
            out.writeShort(id.length);
            out.write(id);
            byte[] body = RecordBytes.write(state);
            out.writeInt(body.length);
            out.write(body);
            out.writeInt(checksum(bytes.toByteArray()));
        } catch (IOException e) {
            throw new IllegalStateException("memory cannot be written", e);
        }
        return bytes.toByteArray();
    }

    private static <T extends Record> T read(Kind<T> kind, byte[] bytes, Rig rig) throws IOException {
        if (bytes.length > MAX_BYTES) {
            throw new IOException(
                    "a " + kind.name() + " state has at most " + MAX_BYTES + " bytes, this has " + bytes.length);
        }
        ByteBuffer in = ByteBuffer.wrap(bytes);
        try {
            header(kind, in, bytes, rig);
            byte[] body = new byte[in.getInt()];
            in.get(body);
            return RecordBytes.read(kind.type(), ByteBuffer.wrap(body));
        } catch (BufferUnderflowException | NegativeArraySizeException | IllegalArgumentException e) {
            throw new IOException("the " + kind.name() + " state is damaged; start a new one", e);
        }
    }

    private static void header(Kind<?> kind, ByteBuffer in, byte[] bytes, Rig rig) throws IOException {
        if (in.getInt() != kind.magic()) {
            throw new IOException("these " + bytes.length + " bytes are no " + kind.name() + " state");
        }
        int format = in.getShort();
        if (format != FORMAT) {
            throw new IOException("the " + kind.name() + " state has format " + format + ", this Canter reads format "
                    + FORMAT + "; start a new one");
        }
        if (in.getInt(bytes.length - 4) != checksum(java.util.Arrays.copyOf(bytes, bytes.length - 4))) {
            throw new IOException("the " + kind.name() + " state is damaged; start a new one");
        }
        if (in.getInt() != kind.structure()) {
            throw new IOException("the " + kind.name() + " state is of another build of Canter; start a new one");
        }
        byte[] id = new byte[in.getShort()];
        in.get(id);
        String name = new String(id, StandardCharsets.UTF_8);
        if (!name.equals(rig.id())) {
            throw new IOException(
                    "the " + kind.name() + " state is of rig " + name + ", the " + kind.name() + "'s is " + rig.id());
        }
    }

    /** What the tracker would stumble over later. */
    private static void fits(Kind<?> kind, Track track, Rig rig) throws IOException {
        int joints = 3 * rig.skeleton().jointCount();
        int vertices = rig.mesh().vertexCount();
        int shapes = rig.shapes().size();
        boolean fits = track.bends().length == joints
                && track.velocity().length == 3 + joints
                && track.translation().length == 3
                && track.rotation().length == 4
                && track.boxVelocity().length == 4
                && track.legs().chances().length == 4 * LegVote.PAIRS
                && track.legs().footfalls().isWhole()
                && track.shape().coefficients().length == shapes
                && track.shape().vector().length == shapes
                && track.shape().information().length == shapes * shapes
                && track.coat().weights().length == vertices
                && track.coat().colours().length == 3 * vertices
                && track.coat().coat().vertexCount() == vertices;
        if (!fits) {
            throw unfit(kind, rig);
        }
    }

    private static IOException unfit(Kind<?> kind, Rig rig) {
        return new IOException("the " + kind.name() + " state does not fit rig " + rig.id() + "; start a new one");
    }

    private static int checksum(byte[] bytes) {
        CRC32 sum = new CRC32();
        sum.update(bytes);
        return (int) sum.getValue();
    }
}
