package dev.perigee.distribution;

import dev.perigee.cli.Cli;
import dev.perigee.cli.console.Signals;
import dev.perigee.cli.console.Terminal;
import dev.perigee.test.servers.CommandResult;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/**
 * An installation's commands in this process, with the installation's plugins: a test of a hundred commands would spend its time on
 * starting as many JVMs. One at a time: whoever logs, logs for all.
 */
final class InProcess {

    private InProcess() {}

    static CommandResult run(Product product, Map<String, String> environment, String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Terminal terminal = new Terminal(InputStream.nullInputStream(), out, err, "");
        int code = new Cli(terminal, environment, Optional.of(product.home()), Signals.none()).number(arguments);
        return new CommandResult(
                "perigee " + String.join(" ", arguments),
                code,
                out.toString(StandardCharsets.UTF_8),
                err.toString(StandardCharsets.UTF_8));
    }
}
