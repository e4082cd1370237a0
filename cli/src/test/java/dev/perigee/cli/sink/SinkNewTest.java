package dev.perigee.cli.sink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.cli.Cli;
import dev.perigee.cli.console.ExitCode;
import dev.perigee.cli.console.Signals;
import dev.perigee.cli.console.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SinkNewTest {

    @TempDir
    Path dir;

    @Test
    void whereTheInstallationHasNoSdkNothingIsWrittenThatCouldNotBeBuilt() {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Terminal terminal = new Terminal(InputStream.nullInputStream(), OutputStream.nullOutputStream(), err, "");
        Path project = dir.resolve("nas-sink");

        ExitCode code = new Cli(
                        terminal,
                        Map.of("PERIGEE_CONFIG", "/dev/null"),
                        Optional.of(dir.resolve("home")),
                        Signals.none())
                .run("sink", "new", "nas", project.toString());

        assertEquals(ExitCode.NOT_FOUND, code);
        assertTrue(err.toString(StandardCharsets.UTF_8).contains("has no sdk"), err.toString(StandardCharsets.UTF_8));
        assertFalse(Files.exists(project));
    }
}
