package io.canter.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.canter.inference.ModelContract;
import io.canter.inference.ModelOptions;
import io.canter.inference.ModelProbe;
import io.canter.inference.Provider;
import io.canter.ingest.NativeLibraries;
import io.canter.output.gl.GlProbe;
import io.canter.tracking.Rig;
import io.canter.tracking.Rigs;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code canter doctor}: runs each part for real and says what works, what is missing and how to get it. */
@Command(
        name = "doctor",
        description = "Says what works on this machine, what is missing and how to get it.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {"", "Examples:", "  canter doctor", "  canter doctor --json"})
final class DoctorCommand implements Callable<Integer> {
    enum Status {
        OK,
        OPTIONAL,
        BROKEN
    }

    /** One row: what was tried, how it went, and the way to mend it (empty when it works). */
    record Check(String name, Status status, String detail, String remedy) {}

    @Option(names = "--json", description = "Print the checks as JSON.")
    private boolean json;

    @Mixin
    private ModelOption options;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws JsonProcessingException {
        List<Check> checks = new ArrayList<>();
        checks.add(java());
        checks.addAll(video());
        checks.add(guarded("rig", "reinstall Canter", () -> {
            Rig rig = Rigs.quadruped();
            return rig.id() + ", " + rig.mesh().vertexCount() + " vertices, "
                    + rig.skeleton().jointCount() + " joints";
        }));
        for (Provider provider : Provider.values()) {
            checks.add(network(provider));
        }
        GlProbe.Result gl = GlProbe.run();
        checks.add(new Check(
                "OpenGL without a window",
                gl.works() ? Status.OK : Status.OPTIONAL,
                gl.detail(),
                gl.works() ? "" : "not needed; on Debian: apt install libegl1 libegl-mesa0 libgl1-mesa-dri"));
        print(checks);
        return checks.stream().anyMatch(c -> c.status() == Status.BROKEN) ? 1 : 0;
    }

    private static Check java() {
        String version = System.getProperty("java.version") + ", " + System.getProperty("java.vm.name");
        boolean recent = Runtime.version().feature() >= 17;
        return new Check(
                "Java", recent ? Status.OK : Status.BROKEN, version, recent ? "" : "install a JDK 17 or newer");
    }

    private static List<Check> video() {
        NativeLibraries found;
        try {
            found = NativeLibraries.load();
        } catch (RuntimeException e) {
            return List.of(new Check(
                    "video libraries",
                    Status.BROKEN,
                    Errors.oneLine(e),
                    "Canter ships them for Linux on x86-64 with glibc 2.17 or newer"));
        }
        boolean streams = found.protocols().contains("rtp") && found.protocols().contains("tcp");
        return List.of(
                new Check("FFmpeg", Status.OK, found.ffmpeg(), ""),
                new Check("OpenCV", Status.OK, found.opencv(), ""),
                new Check(
                        "protocols",
                        streams ? Status.OK : Status.OPTIONAL,
                        String.join(" ", found.protocols()),
                        streams ? "" : "this FFmpeg cannot read network streams; use the build that Canter ships"),
                new Check(
                        "devices",
                        found.devices().isEmpty() ? Status.OPTIONAL : Status.OK,
                        found.devices().isEmpty() ? "none" : String.join(" ", found.devices()),
                        found.devices().isEmpty() ? "this FFmpeg has no camera support; use files or streams" : ""));
    }

    private Check network(Provider provider) {
        String name = "network on " + provider;
        // Without a GPU, Canter is whole.
        Status missing = provider == Provider.CPU ? Status.BROKEN : Status.OPTIONAL;
        try {
            CanterConfig settings = ConfigLoader.load(null, System.getenv());
            ModelOptions asked =
                    Engines.modelOptions(settings, Rigs.quadruped()).withProvider(provider);
            ModelProbe probe = ModelProbe.run(Engines.modelFile(options.model()), asked, System::nanoTime);
            boolean real = probe.runsAsAsked();
            return new Check(
                    name,
                    real ? Status.OK : missing,
                    String.format(
                            "%.1f ms a crop, %.1f in batches; computed by %s %s; %s",
                            probe.millisPerImage(),
                            probe.millisPerImageBatched(),
                            probe.provider(),
                            probe.nodesByProvider(),
                            describe(probe.contract())),
                    real ? "" : "the provider is listed but does not compute; see the log of ONNX Runtime");
        } catch (RuntimeException e) {
            String remedy = provider == Provider.CUDA
                    ? "not needed; for a GPU, build with -Pcuda on a machine with CUDA 12 and cuDNN 9"
                    : "give a network that keeps the contract: --model FILE";
            return new Check(name, missing, Errors.oneLine(e), remedy);
        }
    }

    private static String describe(ModelContract contract) {
        return contract.toString();
    }

    private static Check guarded(String name, String remedy, Supplier<String> probe) {
        try {
            return new Check(name, Status.OK, probe.get(), "");
        } catch (RuntimeException e) {
            return new Check(name, Status.BROKEN, Errors.oneLine(e), remedy);
        }
    }

    private void print(List<Check> checks) throws JsonProcessingException {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(
                    new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(Map.of("checks", checks)));
            return;
        }
        Ansi ansi = spec.commandLine().getColorScheme().ansi();
        for (Check check : checks) {
            String mark =
                    switch (check.status()) {
                        case OK -> "@|green ok      |@";
                        case OPTIONAL -> "@|yellow missing |@";
                        case BROKEN -> "@|red broken  |@";
                    };
            out.println(ansi.string(mark) + " " + check.name() + ": " + check.detail());
            if (!check.remedy().isEmpty()) {
                out.println("         -> " + check.remedy());
            }
        }
    }
}
