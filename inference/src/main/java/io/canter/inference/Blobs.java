package io.canter.inference;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Connected parts of a grid of marks. */
public final class Blobs {
    private Blobs() {}

    /**
     * One connected part; places that touch by a side are connected.
     *
     * @param box its tight box, in grid cells
     * @param area number of its cells
     */
    public record Blob(Box box, int area) {}

    /**
     * All parts of at least {@code areaMin} cells, the largest first.
     *
     * @param marks row by row, {@code width} columns; emptied by the call
     */
    public static List<Blob> of(boolean[] marks, int width, int areaMin) {
        int[] stack = new int[marks.length];
        List<Blob> blobs = new ArrayList<>();
        for (int start = 0; start < marks.length; start++) {
            if (marks[start]) {
                Blob blob = take(marks, width, start, stack);
                if (blob.area() >= areaMin) {
                    blobs.add(blob);
                }
            }
        }
        blobs.sort(Comparator.comparingInt(Blob::area).reversed());
        return blobs;
    }

    private static Blob take(boolean[] marks, int width, int start, int[] stack) {
        int left = width;
        int right = 0;
        int top = marks.length / width;
        int bottom = 0;
        int area = 0;
        int depth = 0;
        // A cell is unmarked when it is put on the stack, so that none is put there twice.
        marks[start] = false;
        stack[depth++] = start;
        while (depth > 0) {
            int at = stack[--depth];
            int x = at % width;
            int y = at / width;
            area++;
            left = Math.min(left, x);
            right = Math.max(right, x);
            top = Math.min(top, y);
            bottom = Math.max(bottom, y);
            if (x > 0 && marks[at - 1]) {
                marks[at - 1] = false;
                stack[depth++] = at - 1;
            }
            if (x < width - 1 && marks[at + 1]) {
                marks[at + 1] = false;
                stack[depth++] = at + 1;
            }
            if (at >= width && marks[at - width]) {
                marks[at - width] = false;
                stack[depth++] = at - width;
            }
            if (at + width < marks.length && marks[at + width]) {
                marks[at + width] = false;
                stack[depth++] = at + width;
            }
        }
        return new Blob(new Box(left, top, right - left + 1, bottom - top + 1), area);
    }
}
