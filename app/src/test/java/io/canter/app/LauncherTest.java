package io.canter.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The script {@code canter}, in a clone whose build is a stand-in that only notes that it was called. */
@Timeout(120)
@DisabledOnOs(OS.WINDOWS)
class LauncherTest {
    private static final String CALLED = "the stand-in builds";

    @TempDir
    Path folder;

    private Path clone;
    private Path classpath;

    @BeforeEach
    void makeClone() throws IOException {
        clone = Files.createDirectories(folder.toRealPath().resolve("a clone $HOME; of mine"));
        Files.copy(Projects.root().resolve("canter"), clone.resolve("canter"));
        Files.createDirectories(clone.resolve("ingest/target/classes"));
        Files.createDirectories(clone.resolve("app/target/classes"));
        Files.createDirectories(clone.resolve("app/src/main"));
        classpath = clone.resolve("app/target/canter.classpath");
        Files.writeString(
                clone.resolve("mvnw"), "echo '" + CALLED + "'\ncp classpath.built app/target/canter.classpath\n");
        Files.writeString(
                clone.resolve("classpath.built"),
                clone.resolve("ingest/target/classes") + ":" + System.getProperty("java.class.path"));
    }

    private record Result(int exit, String out, String err) {}

    private Process start(Path script, Map<String, String> environment, String... arguments) throws IOException {
        List<String> command = new java.util.ArrayList<>(List.of("sh", script.toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().putAll(environment);
        builder.redirectError(folder.resolve("stderr").toFile());
        return builder.start();
    }

    private Result run(Path script, Map<String, String> environment, String... arguments) throws Exception {
        Process process = start(script, environment, arguments);
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new Result(process.exitValue(), out, Files.readString(folder.resolve("stderr")));
    }

    private Result version() throws Exception {
        Result result = run(clone.resolve("canter"), Map.of(), "--version");
        assertThat(result.exit()).as(result.err()).isZero();
        assertThat(result.out()).isEqualTo("canter 0.1.0\n");
        return result;
    }

    @Test
    void buildsOnceThenStartsAtOnce() throws Exception {
        assertThat(version().err()).contains(CALLED);
        assertThat(version().err()).isEmpty();
    }

    @Test
    void buildsAgainWhenASourceIsNewerOrAJarIsGone() throws Exception {
        version();
        Path source = Files.writeString(clone.resolve("app/src/main/New.java"), "// newer");
        Files.setLastModifiedTime(
                source,
                java.nio.file.attribute.FileTime.fromMillis(
                        Files.getLastModifiedTime(classpath).toMillis() + 60_000));
        assertThat(version().err()).contains(CALLED);
        Files.delete(source);
        assertThat(version().err()).isEmpty();

        Files.writeString(classpath, Files.readString(classpath) + ":" + folder.resolve("deleted since.jar"));
        assertThat(version().err()).contains(CALLED);
        assertThat(version().err()).isEmpty();
    }

    @Test
    void buildsAgainWhenTheCloneWasCopied() throws Exception {
        version();
        String elsewhere = Files.readString(classpath).replace("a clone", "another clone");
        Files.createDirectories(folder.resolve("another clone $HOME; of mine/ingest/target/classes"));
        Files.writeString(classpath, elsewhere);
        assertThat(version().err()).contains(CALLED);
    }

    @Test
    void worksThroughLinks() throws Exception {
        Path link = Files.createSymbolicLink(folder.resolve("a link"), clone.resolve("canter"));
        Files.createDirectory(folder.resolve("bin"));
        Path second = Files.createSymbolicLink(folder.resolve("bin/canter"), Path.of("../a link"));
        version();
        for (Path script : List.of(link, second)) {
            assertThat(run(script, Map.of(), "--version").out()).isEqualTo("canter 0.1.0\n");
        }
    }

    @Test
    void saysWhatIsWrongWithJavaHome() throws Exception {
        Result result = run(clone.resolve("canter"), Map.of("JAVA_HOME", "/no/jdk here"), "--version");
        assertThat(result.exit()).isEqualTo(1);
        assertThat(result.err().lines()).hasSize(1).allMatch(line -> line.contains("/no/jdk here"));
    }

    @Test
    void passesTheExitCodeOn() throws Exception {
        version();
        Result result = run(clone.resolve("canter"), Map.of(), "demo", "no such file.mp4", "--no-browser");
        assertThat(result.exit()).isEqualTo(1);
        assertThat(result.err().lines()).hasSize(1).allMatch(line -> line.contains("no such file.mp4"));
    }

    @Test
    void aBuildThatFailsIsReported() throws Exception {
        Files.writeString(clone.resolve("mvnw"), "echo broken >&2; exit 3\n");
        Result result = run(clone.resolve("canter"), Map.of(), "--version");
        assertThat(result.exit()).isEqualTo(1);
        assertThat(result.err()).contains("broken").contains("the build failed");
        assertThat(classpath).doesNotExist();
    }

    @Test
    void demoEndsCleanlyWhenItIsStopped() throws Exception {
        Needs.model();
        version();
        Path temporary = Files.createDirectory(folder.resolve("tmp"));
        Map<String, String> environment = Map.of(
                "CANTER_JAVA_OPTS",
                "-Djava.io.tmpdir=" + temporary,
                "CANTER_CACHE",
                folder.resolve("native").toString());
        Process demo = start(clone.resolve("canter"), environment, "demo", "--no-browser", "--port", "0");
        try (BufferedReader out = demo.inputReader(StandardCharsets.UTF_8)) {
            String line = out.readLine();
            Matcher address = Pattern.compile("http://[^ /]+:(\\d+)").matcher(line == null ? "" : line);
            assertThat(address.find())
                    .as("%s %s", line, Files.readString(folder.resolve("stderr")))
                    .isTrue();
            int port = Integer.parseInt(address.group(1));
            HttpResponse<String> page = HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(URI.create(address.group() + "/"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
            assertThat(page.statusCode()).isEqualTo(200);

            demo.toHandle().destroy(); // what Ctrl-C does as far as Java sees it; Process.destroy would close our pipe
            assertThat(demo.waitFor(20, TimeUnit.SECONDS)).as("ends").isTrue();
            assertThat(out.readLine()).isNull();
            assertThat(Files.readString(folder.resolve("stderr"))).doesNotContain("Exception", "canter:");
            try (Socket late = new Socket()) {
                assertThat(org.assertj.core.api.Assertions.catchThrowable(() ->
                                late.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000)))
                        .isInstanceOf(IOException.class);
            }
            try (ServerSocket again = new ServerSocket()) {
                again.setReuseAddress(true);
                again.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            }
            assertThat(temporary).isEmptyDirectory();
        } finally {
            demo.destroyForcibly();
        }
    }
}
