package io.canter.output.web;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Properties;

/**
 * The files of the page, read once from the class path. Only the paths listed here exist, so there is nothing that a
 * crafted path could reach.
 */
final class StaticFiles {
    /** A file ready to be sent. */
    record StaticFile(byte[] bytes, String contentType, String etag) {}

    private static final String JAVASCRIPT = "text/javascript; charset=utf-8";
    private static final String[] MODULES = {
        "app.js",
        "colours.js",
        "connection.js",
        "decoder.js",
        "animal.js",
        "stage.js",
        "overlay.js",
        "spots.js",
        "timeline.js",
    };
    /** OrbitControls imports "three", which the page's import map points to the module. */
    private static final Map<String, String> THREE = Map.of(
            "three.module.min.js", "build/three.module.min.js",
            "three.core.min.js", "build/three.core.min.js",
            "OrbitControls.js", "examples/jsm/controls/OrbitControls.js");

    private final Map<String, StaticFile> byPath = new HashMap<>();
    private final String contentSecurityPolicy;

    StaticFiles() {
        byte[] page = own("index.html");
        add("/", page, "text/html; charset=utf-8");
        byPath.put("/index.html", byPath.get("/"));
        add("/style.css", own("style.css"), "text/css; charset=utf-8");
        add("/icon.svg", own("icon.svg"), "image/svg+xml");
        byPath.put("/favicon.ico", byPath.get("/icon.svg"));
        for (String module : MODULES) {
            add("/" + module, own(module), JAVASCRIPT);
        }
        add("/protocol.js", Protocol.toJavaScript().getBytes(StandardCharsets.UTF_8), JAVASCRIPT);
        String root = "/META-INF/resources/webjars/three/" + threeVersion() + "/";
        THREE.forEach((name, resource) -> add("/three/" + name, read(root + resource), JAVASCRIPT));
        contentSecurityPolicy = policy(new String(page, StandardCharsets.UTF_8));
    }

    /** The file at that exact path, or null. */
    StaticFile get(String path) {
        return byPath.get(path);
    }

    /**
     * What the page may load: its own files, and the one inline script there is, the import map, by its hash. Evaluating
     * text is allowed because browser automation waits for conditions by it; the page itself never does.
     */
    String contentSecurityPolicy() {
        return contentSecurityPolicy;
    }

    private void add(String path, byte[] bytes, String contentType) {
        byPath.put(
                path, new StaticFile(bytes, contentType, '"' + HexFormat.of().formatHex(sha256(bytes), 0, 12) + '"'));
    }

    private static String policy(String page) {
        String open = "<script type=\"importmap\">";
        int from = page.indexOf(open) + open.length();
        String importMap = page.substring(from, page.indexOf("</script>", from));
        String hash = Base64.getEncoder().encodeToString(sha256(importMap.getBytes(StandardCharsets.UTF_8)));
        return "default-src 'self'; script-src 'self' 'sha256-" + hash
                + "'; style-src 'self' 'unsafe-inline'; img-src 'self' blob: data:; connect-src 'self' ws: wss:;"
                + " object-src 'none'; base-uri 'none'; frame-ancestors 'self'";
    }

    private static String threeVersion() {
        Properties properties = new Properties();
        String resource = "/META-INF/maven/org.webjars.npm/three/pom.properties";
        try (InputStream in = StaticFiles.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("three.js is not on the class path: " + resource + " is missing");
            }
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties.getProperty("version");
    }

    private static byte[] own(String name) {
        return read("/io/canter/output/web/" + name);
    }

    private static byte[] read(String resource) {
        try (InputStream in = StaticFiles.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("the page's file " + resource + " is not on the class path");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("the page's file " + resource + " cannot be read", e);
        }
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
