package io.canter.training.evaluation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Results as a table for people and as values for programs.
 *
 * @param rows one value a column: text, whole numbers, or doubles, of which NaN means that there is none
 * @param notes what a reader must know of the figures, a line each
 */
public record Table(String title, List<String> columns, List<List<Object>> rows, List<String> notes) {
    public Table {
        columns = List.copyOf(columns);
        rows = rows.stream().map(List::copyOf).toList();
        notes = List.copyOf(notes);
        for (List<Object> row : rows) {
            if (row.size() != columns.size()) {
                throw new IllegalArgumentException(
                        "table " + title + " has " + columns.size() + " columns, a row " + row.size());
            }
        }
    }

    /** The rows and below them the mean of every column of doubles, over the rows that have a value there. */
    public Table withMean() {
        List<List<Object>> all = new ArrayList<>(rows);
        List<Object> mean = new ArrayList<>();
        for (int c = 0; c < columns.size(); c++) {
            mean.add(c == 0 ? "mean" : mean(c));
        }
        all.add(mean);
        return new Table(title, columns, all, notes);
    }

    private Object mean(int column) {
        if (rows.stream().noneMatch(row -> row.get(column) instanceof Double)) {
            return "";
        }
        return rows.stream()
                .map(row -> row.get(column))
                .filter(v -> v instanceof Double d && !Double.isNaN(d))
                .mapToDouble(v -> (Double) v)
                .average()
                .orElse(Double.NaN);
    }

    /** Lines of text, columns aligned. */
    public String text() {
        int[] widths = new int[columns.size()];
        List<List<String>> cells = new ArrayList<>();
        cells.add(columns);
        rows.forEach(row -> cells.add(row.stream().map(Table::cell).toList()));
        for (List<String> row : cells) {
            for (int c = 0; c < widths.length; c++) {
                widths[c] = Math.max(widths[c], row.get(c).length());
            }
        }
        StringBuilder out = new StringBuilder(title).append('\n');
        for (List<String> row : cells) {
            StringBuilder line = new StringBuilder();
            for (int c = 0; c < widths.length; c++) {
                String pad = " ".repeat(widths[c] - row.get(c).length());
                line.append(c == 0 ? row.get(c) + pad : "  " + pad + row.get(c));
            }
            out.append(line.toString().stripTrailing()).append('\n');
        }
        notes.forEach(note -> out.append("  ").append(note).append('\n'));
        return out.toString();
    }

    private static String cell(Object value) {
        if (value instanceof Double d) {
            return Double.isNaN(d) ? "-" : String.format("%.3f", d);
        }
        return value.toString();
    }

    /** One map a row, by column; missing values are null. */
    public List<Map<String, Object>> values() {
        List<Map<String, Object>> out = new ArrayList<>();
        for (List<Object> row : rows) {
            Map<String, Object> values = new LinkedHashMap<>();
            for (int c = 0; c < columns.size(); c++) {
                Object value = row.get(c);
                boolean none = (value instanceof Double d && !Double.isFinite(d)) || "".equals(value);
                values.put(columns.get(c), none ? null : value);
            }
            out.add(values);
        }
        return out;
    }
}
