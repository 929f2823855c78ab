package io.canter.app;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.canter.output.StagedFile;
import io.canter.training.evaluation.Bar;
import io.canter.training.evaluation.Table;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What `canter evaluate` has measured, on its way to the terminal or into a JSON file. */
final class EvaluationResults {
    /** Stands for the standard output. */
    static final String STANDARD_OUTPUT = "-";

    private final PrintWriter out;
    private final String json;
    private final Map<String, Object> values = new LinkedHashMap<>();
    private final List<Bar> bars = new ArrayList<>();

    /**
     * @param json null for none, {@link #STANDARD_OUTPUT} to print JSON instead of tables, or the file to write
     * @throws UserException if that file is none that JSON belongs in
     */
    EvaluationResults(PrintWriter out, String json) {
        this.out = out;
        this.json = json;
        // `--json horse.mp4` must not cost the user a video.
        if (json != null && !json.equals(STANDARD_OUTPUT) && !json.endsWith(".json")) {
            throw new UserException("--json is '" + json
                    + "', must be a file named *.json; to print, put --json last or give --json=-");
        }
    }

    /** Notes a value of the whole run. */
    void put(String name, Object value) {
        values.put(name, value);
    }

    /** Prints a table at once, so that a long run shows what it has, and notes it. */
    void add(String name, Table table) {
        values.put(name, table.values());
        if (!STANDARD_OUTPUT.equals(json)) {
            out.println(table.text());
        }
    }

    /** Notes figures that have a bar; all are printed at the end. */
    void hold(List<Bar> figures) {
        bars.addAll(figures);
    }

    /** Prints a line where a person reads. */
    void say(String line) {
        if (!STANDARD_OUTPUT.equals(json)) {
            out.println(line);
        }
    }

    /** Prints the bars, and prints or writes the JSON, if it is wanted. */
    void finish() throws IOException {
        if (!bars.isEmpty()) {
            add("bars", Bar.table("Bars", bars));
        }
        if (json == null) {
            return;
        }
        ObjectMapper mapper = new ObjectMapper();
        if (json.equals(STANDARD_OUTPUT)) {
            out.println(mapper.writeValueAsString(values));
            return;
        }
        Path file = Path.of(json).toAbsolutePath();
        try (StagedFile staged = new StagedFile(file)) {
            Files.write(
                    staged.part(),
                    mapper.enable(SerializationFeature.INDENT_OUTPUT).writeValueAsBytes(values));
            staged.commit();
        }
    }
}
