package io.canter.app;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;

/** Opens an address in the user's browser, as far as the system offers a way. */
final class Browser {
    private Browser() {}

    static void open(String url, PrintWriter err) {
        List<String> command = command(System.getProperty("os.name", ""), url);
        try {
            new ProcessBuilder(command)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            err.println(
                    "canter: no browser could be opened (" + command.get(0) + " is missing); open the address by hand");
        }
    }

    static List<String> command(String system, String url) {
        String name = system.toLowerCase(Locale.ROOT);
        if (name.contains("mac")) {
            return List.of("open", url);
        }
        if (name.contains("windows")) {
            return List.of("rundll32", "url.dll,FileProtocolHandler", url);
        }
        return List.of("xdg-open", url);
    }
}
