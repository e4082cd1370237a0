package dev.perigee.core.history.recording;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A recorder in a process of its own, to be killed. */
public final class RecorderProcess {

    private RecorderProcess() {}

    /** Arguments: state directory, endpoint. Prints how it stands. */
    public static void main(String[] arguments) throws Exception {
        new RecordedCluster(
                        Path.of(arguments[0]), standing -> System.out.println(standing.state() + " " + standing.why()))
                .record(URI.create(arguments[1]))
                .join();
    }

    static Process start(Path state, URI endpoint) throws IOException {
        return new ProcessBuilder(command(state, endpoint))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static List<String> command(Path state, URI endpoint) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                RecorderProcess.class.getName(),
                state.toString(),
                endpoint.toString());
    }

    /** With a spool of its own, on a disk of that many bytes, which only {@link #seenBy it} sees. */
    static Process startOnSmallDisk(Path state, URI endpoint, long bytes, Path said) throws IOException {
        List<String> command = new ArrayList<>(List.of("unshare", "--mount"));
        if (!"root".equals(System.getProperty("user.name"))) {
            command.add("--map-root-user");
        }
        String mount = "mount -t tmpfs -o mode=700,size=" + bytes + " tmpfs \"$0\"; exec \"$@\"";
        command.addAll(List.of("sh", "-e", "-c", mount, state.resolve("history").toString()));
        command.addAll(command(state, endpoint));
        return new ProcessBuilder(command)
                .redirectOutput(said.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /** What lies there for a process that has mounts of its own. */
    static Path seenBy(Process process, Path file) {
        return Path.of("/proc", String.valueOf(process.pid()), "root" + file);
    }

    /** With SIGKILL. */
    static void kill(Process process) throws InterruptedException {
        process.destroyForcibly();
        process.waitFor();
    }
}
