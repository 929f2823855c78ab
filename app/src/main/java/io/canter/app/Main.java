package io.canter.app;

import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command line. Exit codes: 0 done, 1 could not be done (one line says why), 2 wrong usage. */
@Command(
        name = "canter",
        description = "Turns video of an animal into a moving 3D animal.",
        mixinStandardHelpOptions = true,
        version = "canter 0.1.0",
        sortOptions = false,
        footer = {
            "",
            "Examples:",
            "  canter demo                          the clip that ships with Canter, in the browser",
            "  canter demo horse.mp4                the same with a video of yours",
            "  canter reconstruct horse.mp4 -o out  poses, GLB and overlay as files",
            "  canter animate horse.jpg --motion walk -o horse.glb   a photo brought to life",
            "  canter doctor                        what works on this machine and what is missing"
        })
public final class Main {
    @Option(names = "--debug", description = "Print stack traces.", scope = CommandLine.ScopeType.INHERIT)
    private boolean debug;

    private Main() {}

    public static void main(String[] args) {
        System.exit(run(printer(System.out), printer(System.err), args));
    }

    private static PrintWriter printer(OutputStream stream) {
        return new PrintWriter(stream, true, Charset.defaultCharset());
    }

    static int run(PrintWriter out, PrintWriter err, String... args) {
        Main main = new Main();
        CommandLine line = new CommandLine(main);
        line.addSubcommand(new DemoCommand());
        line.addSubcommand(new ReconstructCommand());
        line.addSubcommand(new DoctorCommand());
        line.addSubcommand(new EvaluateCommand());
        line.addSubcommand(new AnimateCommand());
        line.addSubcommand(new RigCommand());
        line.setOut(out);
        line.setErr(err);
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setExecutionExceptionHandler((e, command, parsed) -> {
            if (main.debug) {
                e.printStackTrace(command.getErr());
            }
            command.getErr().println("canter: " + Errors.oneLine(e));
            return CommandLine.ExitCode.SOFTWARE;
        });
        line.setParameterExceptionHandler((e, given) -> {
            CommandLine command = e.getCommandLine();
            command.getErr()
                    .println("canter: " + Errors.oneLine(e) + " (see `"
                            + command.getCommandSpec().qualifiedName() + " --help`)");
            return CommandLine.ExitCode.USAGE;
        });
        if (args.length == 0) {
            line.usage(line.getOut());
            return CommandLine.ExitCode.OK;
        }
        return line.execute(args);
    }
}
