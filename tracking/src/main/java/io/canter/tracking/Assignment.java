package io.canter.tracking;

import java.util.Arrays;

/**
 * Who belongs to whom: the one-to-one pairing of rows with columns that gains most in total, by the Hungarian method
 * with potentials (Kuhn 1955). Time grows with the cube of the larger side: nothing for a handful of animals.
 */
public final class Assignment {
    private Assignment() {}

    /**
     * The best pairing. A pair that gains nothing (zero, negative or not a number) is never made, so that whoever fits
     * nobody stays alone.
     *
     * @param gain rows by columns, all rows of one length; finite where a pair is possible
     * @return for each row its column, or -1
     */
    public static int[] best(double[][] gain) {
        int rows = gain.length;
        int columns = rows == 0 ? 0 : gain[0].length;
        int n = Math.max(rows, columns);
        double[][] cost = new double[n][n];
        for (int r = 0; r < rows; r++) {
            if (gain[r].length != columns) {
                throw new IllegalArgumentException(
                        "rows of gain must all have " + columns + " columns, row " + r + " has " + gain[r].length);
            }
            for (int c = 0; c < columns; c++) {
                if (gain[r][c] == Double.POSITIVE_INFINITY) {
                    throw new IllegalArgumentException("gain must be finite, is infinite at " + r + ", " + c);
                }
                cost[r][c] = gain[r][c] > 0 ? -gain[r][c] : 0;
            }
        }
        int[] columnOf = solve(cost);
        int[] out = new int[rows];
        for (int r = 0; r < rows; r++) {
            int c = columnOf[r];
            out[r] = c < columns && gain[r][c] > 0 ? c : -1;
        }
        return out;
    }

    /** The cheapest perfect pairing of a square matrix: one row after the other, each by its shortest alternating path. */
    private static int[] solve(double[][] cost) {
        int n = cost.length;
        double[] rowPrice = new double[n + 1];
        double[] columnPrice = new double[n + 1];
        int[] rowAt = new int[n + 1]; // of a column; 0 is nobody, so all are counted from one
        int[] before = new int[n + 1];
        for (int r = 1; r <= n; r++) {
            rowAt[0] = r;
            int column = 0;
            double[] least = new double[n + 1];
            Arrays.fill(least, Double.POSITIVE_INFINITY);
            boolean[] done = new boolean[n + 1];
            do {
                done[column] = true;
                int row = rowAt[column];
                int next = 0;
                double step = Double.POSITIVE_INFINITY;
                for (int c = 1; c <= n; c++) {
                    if (done[c]) {
                        continue;
                    }
                    double reduced = cost[row - 1][c - 1] - rowPrice[row] - columnPrice[c];
                    if (reduced < least[c]) {
                        least[c] = reduced;
                        before[c] = column;
                    }
                    if (least[c] < step) {
                        step = least[c];
                        next = c;
                    }
                }
                for (int c = 0; c <= n; c++) {
                    if (done[c]) {
                        rowPrice[rowAt[c]] += step;
                        columnPrice[c] -= step;
                    } else {
                        least[c] -= step;
                    }
                }
                column = next;
            } while (rowAt[column] != 0);
            while (column != 0) {
                rowAt[column] = rowAt[before[column]];
                column = before[column];
            }
        }
        int[] columnOf = new int[n];
        for (int c = 1; c <= n; c++) {
            columnOf[rowAt[c] - 1] = c - 1;
        }
        return columnOf;
    }
}
