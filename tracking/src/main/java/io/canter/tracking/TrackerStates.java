package io.canter.tracking;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/**
 * Tracker states as bytes: what a stream needs to go on elsewhere, or tomorrow, as if nothing had happened. A state read
 * back gives the same scenes to the last bit.
 *
 * <p>Layout, big endian: {@code "CTRS"}, format (2 bytes), check of the state's structure (4), length of the rig's id
 * (2) and the id in UTF-8, length of the state (4) and the state (see {@link RecordBytes}), CRC-32 of all before (4).
 */
public final class TrackerStates {
    /** Grows with every change of what is written. */
    static final int FORMAT = 2;

    /** A state of one animal takes 225 KB with the quadruped's 11,086 vertices; guards against nonsense. */
    static final int MAX_BYTES = 16 << 20;

    private static final int MAGIC = 0x43545253; // CTRS
    private static final int STRUCTURE =
            checksum(RecordBytes.structure(TrackerState.class).getBytes(StandardCharsets.UTF_8));

    private TrackerStates() {}

    /**
     * Writes a state.
     *
     * @param rig the one that the tracker follows with
     */
    public static byte[] write(TrackerState state, Rig rig) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            byte[] id = rig.id().getBytes(StandardCharsets.UTF_8);
            out.writeInt(MAGIC);
            out.writeShort(FORMAT);
            out.writeInt(STRUCTURE);
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

    /**
     * Reads a state.
     *
     * @param rig the one to follow with; must be the one that the state was written with
     * @throws IOException if the bytes are no such state; the message is one line that says why and what to do
     */
    public static TrackerState read(byte[] bytes, Rig rig) throws IOException {
        if (bytes.length > MAX_BYTES) {
            throw new IOException("a tracker state has at most " + MAX_BYTES + " bytes, this has " + bytes.length);
        }
        ByteBuffer in = ByteBuffer.wrap(bytes);
        TrackerState state;
        try {
            header(in, bytes, rig);
            byte[] body = new byte[in.getInt()];
            in.get(body);
            state = RecordBytes.read(TrackerState.class, ByteBuffer.wrap(body));
        } catch (BufferUnderflowException | NegativeArraySizeException | IllegalArgumentException e) {
            throw new IOException("the tracker state is damaged; start a new one", e);
        }
        fits(state, rig);
        return state;
    }

    private static void header(ByteBuffer in, byte[] bytes, Rig rig) throws IOException {
        if (in.getInt() != MAGIC) {
            throw new IOException("these " + bytes.length + " bytes are no tracker state");
        }
        int format = in.getShort();
        if (format != FORMAT) {
            throw new IOException("the tracker state has format " + format + ", this Canter reads format " + FORMAT
                    + "; start a new one");
        }
        if (in.getInt(bytes.length - 4) != checksum(java.util.Arrays.copyOf(bytes, bytes.length - 4))) {
            throw new IOException("the tracker state is damaged; start a new one");
        }
        if (in.getInt() != STRUCTURE) {
            throw new IOException("the tracker state is of another build of Canter; start a new one");
        }
        byte[] id = new byte[in.getShort()];
        in.get(id);
        String name = new String(id, StandardCharsets.UTF_8);
        if (!name.equals(rig.id())) {
            throw new IOException("the tracker state is of rig " + name + ", the tracker's is " + rig.id());
        }
    }

    /** What the tracker would stumble over later. */
    private static void fits(TrackerState state, Rig rig) throws IOException {
        if (state.track().isEmpty()) {
            return;
        }
        Track track = state.track().get();
        int joints = 3 * rig.skeleton().jointCount();
        int vertices = rig.mesh().vertexCount();
        int shapes = rig.shapes().size();
        boolean fits = track.bends().length == joints
                && track.velocity().length == 3 + joints
                && track.translation().length == 3
                && track.rotation().length == 4
                && track.boxVelocity().length == 4
                && track.legs().chances().length == 4 * LegVote.PAIRS
                && track.shape().coefficients().length == shapes
                && track.shape().vector().length == shapes
                && track.shape().information().length == shapes * shapes
                && track.coat().weights().length == vertices
                && track.coat().colours().length == 3 * vertices
                && track.coat().coat().vertexCount() == vertices;
        if (!fits) {
            throw new IOException("the tracker state does not fit rig " + rig.id() + "; start a new one");
        }
    }

    private static int checksum(byte[] bytes) {
        CRC32 sum = new CRC32();
        sum.update(bytes);
        return (int) sum.getValue();
    }
}
