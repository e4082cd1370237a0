package dev.perigee.cli;

import dev.perigee.cli.console.ExitCode;
import dev.perigee.cli.console.Signals;
import dev.perigee.cli.console.Terminal;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What a command line came to, run in this process on streams in memory. */
public record CliRun(int number, String out, String err) {

    public ExitCode code() {
        return ExitCode.of(number);
    }

    /** Runs a command line as a script would: no terminal, nothing in the environment. */
    public static CliRun of(String... args) {
        return new Setting().run(args);
    }

    /** A process's surroundings, to be varied by a test. */
    public static final class Setting {
        private final Map<String, String> environment = new HashMap<>();
        private String input = "";
        private String terminals = "";

        public Setting variable(String name, String value) {
            environment.put(name, value);
            return this;
        }

        public Setting terminals(String digits) {
            terminals = digits;
            return this;
        }

        public Setting input(String text) {
            input = text;
            return this;
        }

        public CliRun run(String... args) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            ByteArrayOutputStream err = new ByteArrayOutputStream();
            Terminal terminal =
                    new Terminal(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)), out, err, terminals);
            int number = new Cli(terminal, environment, Optional.empty(), Signals.none()).number(args);
            return new CliRun(number, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
        }
    }
}
