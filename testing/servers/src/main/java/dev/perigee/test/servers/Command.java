package dev.perigee.test.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs a command to its end. */
public final class Command {

    private static final int MINUTES = 5;

    private Command() {}

    /**
     * Runs a command with nothing on its standard input; gives up after five minutes.
     *
     * @param environment added to this process's own
     * @param command the binary and its arguments
     * @return its outcome, whatever the exit code
     * @throws AssertionError if it can't be started or doesn't end
     */
    public static CommandResult run(Map<String, String> environment, List<String> command) {
        return run(environment, "", command);
    }

    /**
     * The same with a text on its standard input.
     *
     * @param environment added to this process's own
     * @param input the text
     * @param command the binary and its arguments
     * @return its outcome, whatever the exit code
     */
    public static CommandResult run(Map<String, String> environment, String input, List<String> command) {
        try {
            Path in = Files.createTempFile("perigee-command-", ".in");
            Path out = Files.createTempFile("perigee-command-", ".out");
            Path err = Files.createTempFile("perigee-command-", ".err");
            try {
                Files.writeString(in, input);
                int exitCode = exitCode(environment, command, in, out, err);
                return new CommandResult(String.join(" ", command), exitCode, text(out), text(err));
            } finally {
                Files.delete(in);
                Files.delete(out);
                Files.delete(err);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("could not run " + command, e);
        }
    }

    private static int exitCode(Map<String, String> environment, List<String> command, Path in, Path out, Path err)
            throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectInput(in.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        try {
            if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
                throw new AssertionError(
                        command + " did not end within " + MINUTES + " minutes\n" + text(out) + text(err));
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while running " + command, e);
        } finally {
            process.destroyForcibly();
        }
    }

    private static String text(Path file) throws IOException {
        return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    }
}
