package io.canter.output;

import io.canter.tracking.Coat;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Writes binary little-endian PLY files; one buffer serves them all. */
final class Ply {
    private ByteBuffer buffer = ByteBuffer.allocate(1 << 16).order(ByteOrder.LITTLE_ENDIAN);

    /**
     * A mesh: {@code count} vertices from vertex {@code first} on, and triangles that count from 0.
     *
     * @param coat colours of those vertices, and where they come from
     */
    void writeMesh(Path file, float[] vertices, int first, int count, int[] triangles, Coat coat) throws IOException {
        begin(
                "comment origin: 0 filled, 1 mirrored, 2 seen\nelement vertex " + count
                        + "\nproperty float x\nproperty float y\nproperty float z\n"
                        + "property uchar red\nproperty uchar green\nproperty uchar blue\nproperty uchar origin\n"
                        + "element face " + triangles.length / 3 + "\nproperty list uchar int vertex_indices\n",
                16L * count + 13L * (triangles.length / 3));
        for (int v = 0; v < count; v++) {
            int i = 3 * (first + v);
            buffer.putFloat(vertices[i]).putFloat(vertices[i + 1]).putFloat(vertices[i + 2]);
            buffer.put(coat.colours(), 3 * v, 3).put(coat.origins()[v]);
        }
        for (int t = 0; t < triangles.length; t += 3) {
            buffer.put((byte) 3).putInt(triangles[t]).putInt(triangles[t + 1]).putInt(triangles[t + 2]);
        }
        finish(file);
    }

    /** Starts a cloud of {@code count} points; {@link #point} must follow that many times. */
    void beginPoints(int count) {
        begin(
                "element vertex " + count + "\nproperty float x\nproperty float y\nproperty float z\n"
                        + "property uchar red\nproperty uchar green\nproperty uchar blue\n"
                        + "property uchar layer\nproperty float confidence\n",
                20L * count);
    }

    void point(float x, float y, float z, int red, int green, int blue, int layer, float confidence) {
        buffer.putFloat(x).putFloat(y).putFloat(z);
        buffer.put((byte) red)
                .put((byte) green)
                .put((byte) blue)
                .put((byte) layer)
                .putFloat(confidence);
    }

    private void begin(String elements, long bodyBytes) {
        byte[] header = ("ply\nformat binary_little_endian 1.0\n"
                        + "comment camera frame: x right, y down, z forward, metres\n" + elements + "end_header\n")
                .getBytes(StandardCharsets.US_ASCII);
        int size = Math.toIntExact(header.length + bodyBytes);
        if (buffer.capacity() < size) {
            buffer = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
        }
        buffer.clear().put(header);
    }

    void finish(Path file) throws IOException {
        buffer.flip();
        try (FileChannel out = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            while (buffer.hasRemaining()) {
                out.write(buffer);
            }
        }
    }
}
