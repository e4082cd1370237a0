package dev.perigee.cli;

import dev.perigee.cli.console.Failure;
import dev.perigee.cli.console.Signals;
import dev.perigee.cli.console.Terminal;
import dev.perigee.cli.console.Version;
import dev.perigee.cli.text.ProcessText;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** The process: streams, environment, signals, exit code. */
public final class Main {

    /** Set by the launcher. */
    private static final String HOME = "perigee.home";

    /** Set by the launcher: the process that makes a class cache beside this run. */
    private static final String MAKER = "perigee.maker";

    private Main() {}

    /**
     * Runs perigee, and ends the process with its exit code.
     *
     * @param args the command line
     */
    public static void main(String[] args) {
        if (args.length == 1 && args[0].equals("--version") && toldVersion()) {
            return;
        }
        Signals signals = signals();
        int code = new Cli(Terminal.ofThisProcess(), environment(), installation(), signals)
                .number(ProcessText.arguments(args));
        signals.finish(code);
    }

    /** Without picocli's commands, whose building takes half the time of this answer. Where it fails, they explain why. */
    private static boolean toldVersion() {
        try {
            Terminal.ofThisProcess().data("perigee " + Version.number() + "\n");
            return true;
        } catch (Failure e) {
            return false;
        }
    }

    static Signals signals() {
        Signals signals = Signals.interrupting(Thread.currentThread());
        signals.reactAlsoWith(Main::endMaker);
        return signals;
    }

    static Map<String, String> environment() {
        return ProcessText.environment(System.getenv());
    }

    /** Whoever interrupts a command wants its machine back. */
    private static void endMaker() {
        Optional.ofNullable(Long.getLong(MAKER))
                .flatMap(ProcessHandle::of)
                .filter(maker -> maker.parent().equals(Optional.of(ProcessHandle.current())))
                .ifPresent(ProcessHandle::destroy);
    }

    static Optional<Path> installation() {
        return Optional.ofNullable(System.getProperty(HOME)).map(Path::of);
    }
}
