package dev.perigee.cli.etcdctl;

import dev.perigee.cli.console.ExitCode;
import dev.perigee.cli.console.Failure;
import dev.perigee.cli.console.Session;
import dev.perigee.cli.text.RawText;
import dev.perigee.core.words.FailureWords;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * A command that the user wants run. Its output is handed on as it comes; it has no input.
 *
 * @param session the run
 * @param words the program and its arguments
 */
record ChildCommand(Session session, List<String> words) {

    private static final int BUFFER = 1 << 13;

    /**
     * Runs it to its end.
     *
     * @param variables what its environment has beside ours
     * @return its exit code
     * @throws IOException if it can't be started
     * @throws Failure INTERRUPTED; then it is ended as well
     */
    int run(Map<String, String> variables) throws IOException, Failure {
        ProcessBuilder builder = new ProcessBuilder(words).redirectInput(new File("/dev/null"));
        builder.environment().putAll(variables);
        Process process = builder.start();
        Thread errors = Thread.startVirtualThread(() -> pass(process.getErrorStream(), false));
        Thread output = Thread.startVirtualThread(() -> pass(process.getInputStream(), true));
        try {
            int code = process.waitFor();
            output.join();
            errors.join();
            return code;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroy();
            throw Failure.of(ExitCode.INTERRUPTED, "interrupted; " + words.getFirst() + " was ended, too");
        }
    }

    /** The words as Go prints a list of them. */
    String shown() {
        return words.stream().map(GoText::quoted).collect(java.util.stream.Collectors.joining(" ", "[", "]"));
    }

    private void pass(InputStream in, boolean data) {
        byte[] buffer = new byte[BUFFER];
        try (in) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                byte[] some = java.util.Arrays.copyOf(buffer, read);
                if (data) {
                    session.terminal().data(some);
                } else {
                    session.terminal().say(new String(some, StandardCharsets.UTF_8));
                }
            }
        } catch (IOException | Failure e) {
            session.warn("the output of " + RawText.decode(RawText.encode(words.getFirst())) + " is lost: "
                    + FailureWords.of(e));
        }
    }
}
