package dev.perigee.core.drill;

import dev.perigee.core.disk.SmallFile;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * An etcd on a restored data directory, on loopback, that doesn't outlive us: a shell holds it that reads from a pipe of ours, and
 * kills it when the pipe ends, however we end. For one thread.
 */
final class ScratchServer implements AutoCloseable {

    /** The signals of a terminal go to all of a group; the pipe says when it is time. */
    private static final String HOLDER = """
            trap '' INT TERM HUP QUIT
            exec 3<"$1" || exit
            shift
            "$@" </dev/null &
            echo $! >"$0"
            cat >/dev/null
            kill -9 $!
            wait $!
            """;

    private static final String PROCESS = ".pid";

    /** Where it was started: the directories above may be closed to its user. */
    private static final String HERE = "/proc/self/cwd/";

    private static final int SECONDS_TO_END = 10;
    private static final int LINES_OF_LOG = 3;

    private final Process holder;
    private final URI endpoint;
    private final Path log;
    private final Path process;

    private ScratchServer(Process holder, URI endpoint, Path log, Path process) {
        this.process = process;
        this.holder = holder;
        this.endpoint = endpoint;
        this.log = log;
    }

    /**
     * Starts one.
     *
     * @param binary the server
     * @param user who runs it; owns the scratch directory and the data then
     * @param member its name and ports, which it gets now
     * @param dataDir below the scratch directory
     * @param databaseBytes how much is in it
     * @param scratch where its log goes
     */
    static ScratchServer start(
            Path binary, ServerUser user, ScratchMember member, Path dataDir, long databaseBytes, Path scratch)
            throws IOException {
        URI client = URI.create(member.client().url());
        Path log = scratch.resolve(member.name() + ".log");
        Path process = scratch.resolve(member.name() + PROCESS);
        List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", HOLDER, process.toString(), binary.toString()));
        command.addAll(user.command(binary));
        command.addAll(List.of(
                "--name=" + member.name(),
                "--data-dir=" + (user.name().isPresent() ? HERE + scratch.relativize(dataDir) : dataDir),
                "--listen-client-urls=" + client,
                "--advertise-client-urls=" + client,
                "--listen-peer-urls=" + member.peer().url(),
                "--initial-advertise-peer-urls=" + member.peer().url(),
                "--initial-cluster=" + member.name() + "=" + member.peer().url(),
                "--initial-cluster-token=" + scratch, // left unread where there is data; tells whose process it is
                "--quota-backend-bytes=" + (databaseBytes + DrillRoom.GROWTH)));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(scratch.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        Map<String, String> environment = builder.environment();
        environment.keySet().removeIf(name -> name.startsWith("ETCD_")); // ours would be the scratch server's settings
        environment.put("ETCD_VERIFY", "all");
        member.close();
        return new ScratchServer(builder.start(), client, log, process);
    }

    URI endpoint() {
        return endpoint;
    }

    /** Whether it still runs, as far as can be told: before its id is written down, it is about to. */
    boolean runs() throws IOException {
        OptionalLong id = id(process);
        return holder.isAlive()
                && (id.isEmpty()
                        || ProcessHandle.of(id.getAsLong())
                                .filter(ProcessHandle::isAlive)
                                .isPresent());
    }

    /** What it said at last. */
    String lastWords() throws IOException {
        List<String> lines = end(log).lines().filter(line -> !line.isBlank()).toList();
        return String.join("; ", lines.subList(Math.max(0, lines.size() - LINES_OF_LOG), lines.size()));
    }

    /** A server that runs for long may have said more than fits into memory. */
    private static String end(Path log) throws IOException {
        try (InputStream in = Files.newInputStream(log)) {
            in.skipNBytes(Math.max(0, Files.size(log) - SmallFile.NOTE));
            return new String(in.readNBytes(SmallFile.NOTE), StandardCharsets.UTF_8);
        }
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

    /** Ends servers that outlived their drill, if the processes are still those. */
    static void endLeftOver(Path scratch) throws IOException {
        try (Stream<Path> left = Files.list(scratch)) {
            for (Path file :
                    left.filter(each -> each.toString().endsWith(PROCESS)).toList()) {
                OptionalLong id = id(file);
                if (id.isPresent()) {
                    ProcessHandle.of(id.getAsLong()).ifPresent(process -> end(process, scratch));
                }
            }
        }
    }

    private static void end(ProcessHandle process, Path scratch) {
        if (process.info()
                .commandLine()
                .filter(line -> line.contains(scratch.toString()))
                .isPresent()) {
            process.destroyForcibly();
            process.onExit()
                    .orTimeout(SECONDS_TO_END, TimeUnit.SECONDS)
                    .exceptionally(late -> process)
                    .join();
        }
    }

    private static OptionalLong id(Path file) throws IOException {
        try {
            String id = SmallFile.note(file);
            return id.isEmpty() ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(id));
        } catch (NoSuchFileException | NumberFormatException e) {
            return OptionalLong.empty();
        }
    }
}
