package dev.perigee.cli;

import dev.perigee.cli.console.ExitCode;
import dev.perigee.cli.console.Terminal;

/** The process: streams, environment, signals, exit code. */
public final class Main {

    private Main() {}

    /**
     * Runs perigee, and ends the process with its exit code.
     *
     * @param args the command line
     */
    public static void main(String[] args) {
        Signals signals = Signals.interrupting(Thread.currentThread());
        ExitCode code = new Cli(Terminal.ofThisProcess(), System.getenv()).run(args);
        signals.finish(code);
    }
}
