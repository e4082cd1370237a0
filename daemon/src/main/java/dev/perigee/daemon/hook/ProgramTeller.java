package dev.perigee.daemon.hook;

import dev.perigee.core.words.FailureWords;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Runs a program without a shell. It gets JSON on its standard input and none of our variables but harmless ones, since ours may
 * hold passwords; what it writes is dropped. It is ended, with what it has started, when its time is up.
 *
 * @param words the program and its arguments
 * @param timeout how long it may run
 */
record ProgramTeller(List<String> words, Duration timeout) implements Teller {

    private static final Set<String> HANDED_ON = Set.of("PATH", "HOME", "USER", "LANG", "LC_ALL", "TZ");

    @Override
    public void tell(HookMessage message, long leftOut) throws UndeliveredException, InterruptedException {
        Process process = start(message);
        try {
            Thread.ofVirtual().start(() -> feed(process, message.json(leftOut)));
            if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new UndeliveredException("it still ran after " + timeout.toMillis() + " ms", true);
            }
            if (process.exitValue() != 0) {
                throw new UndeliveredException("it exited with " + process.exitValue(), true);
            }
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    private Process start(HookMessage message) throws UndeliveredException {
        ProcessBuilder builder =
                new ProcessBuilder(words).redirectOutput(Redirect.DISCARD).redirectError(Redirect.DISCARD);
        Map<String, String> environment = builder.environment();
        environment.keySet().retainAll(HANDED_ON);
        environment.put("PERIGEE_EVENT", message.occasion().name().toLowerCase(Locale.ROOT));
        message.job().ifPresent(job -> environment.put("PERIGEE_JOB", job));
        try {
            return builder.start();
        } catch (IOException e) {
            throw new UndeliveredException("it can't be started: " + FailureWords.of(e), false);
        }
    }

    /** A program that reads nothing, or ends before it has read all, is let be: its exit code says how it fared. */
    private static void feed(Process process, String json) {
        try (OutputStream in = process.getOutputStream()) {
            in.write(json.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            // it wanted no more
        }
    }
}
