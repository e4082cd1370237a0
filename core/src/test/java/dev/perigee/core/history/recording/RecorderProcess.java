package dev.perigee.core.history.recording;

import dev.perigee.core.history.standing.StandingListener;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;

/** A recorder in a process of its own, to be killed. */
public final class RecorderProcess {

    private RecorderProcess() {}

    /** Arguments: state directory, endpoint. */
    public static void main(String[] arguments) throws Exception {
        new RecordedCluster(Path.of(arguments[0]), StandingListener.NONE)
                .record(URI.create(arguments[1]))
                .join();
    }

    static Process start(Path state, URI endpoint) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-cp",
                        System.getProperty("java.class.path"),
                        RecorderProcess.class.getName(),
                        state.toString(),
                        endpoint.toString())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /** With SIGKILL. */
    static void kill(Process process) throws InterruptedException {
        process.destroyForcibly();
        process.waitFor();
    }
}
