package dev.perigee.core.drill;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/**
 * An etcd on a restored data directory, on loopback, that doesn't outlive us: a shell holds it that reads from a pipe of ours, and
 * kills it when the pipe ends, however we end. For one thread.
 */
final class ScratchServer implements AutoCloseable {

    static final String NAME = "drill";

    /** As the restored member has it; nobody ever connects to it. */
    static final String PEER_URL = "http://127.0.0.1:2380";

    /** The signals of a terminal go to all of a group; the pipe says when it is time. */
    private static final String HOLDER = """
            trap '' INT TERM HUP QUIT
            "$@" </dev/null &
            echo $! >"$0"
            cat >/dev/null
            kill -9 $!
            wait $!
            """;

    private static final String PROCESS = "etcd.pid";
    private static final long LEAST_QUOTA = 8L << 30;
    private static final int SECONDS_TO_END = 10;
    private static final int LINES_OF_LOG = 3;

    private final Process holder;
    private final URI endpoint;
    private final Path log;

    private ScratchServer(Process holder, URI endpoint, Path log) {
        this.holder = holder;
        this.endpoint = endpoint;
        this.log = log;
    }

    static ScratchServer start(Path binary, Path dataDir, long databaseBytes, Path scratch) throws IOException {
        URI client = URI.create("http://127.0.0.1:" + freePort());
        Path log = scratch.resolve("etcd.log");
        List<String> command = new ArrayList<>(
                List.of("/bin/sh", "-c", HOLDER, scratch.resolve(PROCESS).toString()));
        command.addAll(List.of(
                binary.toString(),
                "--name=" + NAME,
                "--data-dir=" + dataDir,
                "--listen-client-urls=" + client,
                "--advertise-client-urls=" + client,
                "--listen-peer-urls=http://127.0.0.1:" + freePort(),
                "--initial-advertise-peer-urls=" + PEER_URL,
                "--initial-cluster=" + NAME + "=" + PEER_URL,
                "--quota-backend-bytes=" + Math.max(LEAST_QUOTA, 2 * databaseBytes)));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(scratch.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        Map<String, String> environment = builder.environment();
        environment.keySet().removeIf(name -> name.startsWith("ETCD_")); // ours would be the scratch server's settings
        environment.put("ETCD_VERIFY", "all");
        return new ScratchServer(builder.start(), client, log);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    URI endpoint() {
        return endpoint;
    }

    /** Whether it still runs, as far as can be told: before its id is written down, it is about to. */
    boolean runs(Path scratch) throws IOException {
        OptionalLong id = id(scratch);
        return holder.isAlive()
                && (id.isEmpty()
                        || ProcessHandle.of(id.getAsLong())
                                .filter(ProcessHandle::isAlive)
                                .isPresent());
    }

    /** What it said at last. */
    String lastWords() throws IOException {
        String text = new String(Files.readAllBytes(log), StandardCharsets.UTF_8);
        List<String> lines = text.lines().filter(line -> !line.isBlank()).toList();
        return String.join("; ", lines.subList(Math.max(0, lines.size() - LINES_OF_LOG), lines.size()));
    }

    @Override
    public void close() throws IOException {
        List<ProcessHandle> all = holder.descendants().toList(); // who hands on to a program of its own is known by it
        holder.getOutputStream().close();
        boolean interrupted = Thread.interrupted();
        try {
            if (!holder.waitFor(SECONDS_TO_END, TimeUnit.SECONDS)) {
                holder.destroyForcibly();
            }
            all.forEach(ProcessHandle::destroyForcibly);
        } catch (InterruptedException e) {
            interrupted = true;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Ends a server that outlived its drill, if the process is still that one. */
    static void endLeftOver(Path scratch) throws IOException {
        OptionalLong id = id(scratch);
        Optional<ProcessHandle> left = id.isPresent() ? ProcessHandle.of(id.getAsLong()) : Optional.empty();
        left.filter(process -> process.info()
                        .commandLine()
                        .filter(line -> line.contains(scratch.toString()))
                        .isPresent())
                .ifPresent(process -> {
                    process.destroyForcibly();
                    process.onExit()
                            .orTimeout(SECONDS_TO_END, TimeUnit.SECONDS)
                            .exceptionally(late -> process)
                            .join();
                });
    }

    private static OptionalLong id(Path scratch) throws IOException {
        try {
            String id = Files.readString(scratch.resolve(PROCESS)).strip();
            return id.isEmpty() ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(id));
        } catch (NoSuchFileException | NumberFormatException e) {
            return OptionalLong.empty();
        }
    }
}
