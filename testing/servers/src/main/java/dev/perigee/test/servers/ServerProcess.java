package dev.perigee.test.servers;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** One running server, its output in a file. It doesn't outlive this JVM, however that ends. */
final class ServerProcess {

    private static final Set<Process> RUNNING = ConcurrentHashMap.newKeySet();
    private static final List<String> DIE_WITH_PARENT = dieWithParent();

    /**
     * Starts every server. The kernel's parent-death signal fires when the <em>thread</em> that started the child ends,
     * so it must be one that lives as long as the JVM.
     */
    private static final ExecutorService LAUNCHER = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("server-launcher").factory());

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> RUNNING.forEach(Process::destroyForcibly)));
    }

    private final Process process;
    private final Path log;

    private ServerProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /** Starts a command; its output is appended to the log. */
    static ServerProcess start(List<String> command, Map<String, String> environment, Path log) {
        List<String> whole = new ArrayList<>(DIE_WITH_PARENT);
        whole.addAll(command);
        ProcessBuilder builder = new ProcessBuilder(whole)
                .redirectErrorStream(true)
                .redirectInput(new File("/dev/null"))
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().putAll(environment);
        Process process = launch(builder);
        RUNNING.add(process);
        var _ = process.onExit().thenAccept(RUNNING::remove);
        return new ServerProcess(process, log);
    }

    private static Process launch(ProcessBuilder builder) {
        try {
            return LAUNCHER.submit(builder::start).get();
        } catch (ExecutionException e) {
            throw new AssertionError("could not start " + builder.command(), e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while starting " + builder.command(), e);
        }
    }

    boolean isAlive() {
        return process.isAlive();
    }

    long pid() {
        return process.pid();
    }

    /** SIGTERM, then SIGKILL after a minute; returns when it is gone. */
    void stop() {
        process.destroy();
        if (!exited(60)) {
            kill();
        }
    }

    /** SIGKILL; returns when it is gone. */
    void kill() {
        process.destroyForcibly();
        if (!exited(60)) {
            throw new AssertionError("process " + process.pid() + " survives SIGKILL");
        }
    }

    private boolean exited(int seconds) {
        boolean interrupted = Thread.interrupted();
        try {
            return process.waitFor(seconds, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            interrupted = true;
            return !process.isAlive();
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    String log() {
        try {
            return Files.readString(log, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> dieWithParent() {
        Path setpriv = Path.of("/usr/bin/setpriv");
        return Files.isExecutable(setpriv) ? List.of(setpriv.toString(), "--pdeathsig", "KILL", "--") : List.of();
    }
}
