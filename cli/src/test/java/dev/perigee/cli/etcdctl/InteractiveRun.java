package dev.perigee.cli.etcdctl;

import dev.perigee.cli.Cli;
import dev.perigee.cli.console.ExitCode;
import dev.perigee.cli.console.Signals;
import dev.perigee.cli.console.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A command that goes on until it is ended: its output is looked at meanwhile. */
final class InteractiveRun implements AutoCloseable {

    private final Output out = new Output();
    private final Output err = new Output();
    private final CompletableFuture<ExitCode> end = new CompletableFuture<>();
    private final Thread thread;

    private InteractiveRun(PipedInputStream in, String... line) {
        Terminal terminal = new Terminal(in, out, err, "");
        this.thread = Thread.ofPlatform()
                .daemon()
                .start(() -> end.complete(new Cli(terminal, Map.of(), Optional.empty(), Signals.none()).run(line)));
    }

    static InteractiveRun of(PipedOutputStream typed, String... line) throws IOException {
        return new InteractiveRun(new PipedInputStream(typed, 1 << 16), line);
    }

    /** What a signal does. */
    void interrupt() {
        thread.interrupt();
    }

    void awaitOutput(String text) throws InterruptedException {
        out.await(text);
    }

    ExitCode end() throws Exception {
        return end.get(60, TimeUnit.SECONDS);
    }

    String out() {
        return out.text();
    }

    String err() {
        return err.text();
    }

    @Override
    public void close() {
        thread.interrupt();
    }

    private static final class Output extends ByteArrayOutputStream {

        @Override
        public synchronized void write(byte[] bytes, int from, int length) {
            super.write(bytes, from, length);
            notifyAll();
        }

        synchronized String text() {
            return toString(StandardCharsets.UTF_8);
        }

        synchronized void await(String wanted) throws InterruptedException {
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
            while (!text().contains(wanted)) {
                if (System.nanoTime() > end) {
                    throw new AssertionError("'" + wanted + "' never came, but: " + text());
                }
                wait(1000);
            }
        }
    }
}
