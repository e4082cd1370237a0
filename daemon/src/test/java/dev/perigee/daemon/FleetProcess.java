package dev.perigee.daemon;

import dev.perigee.core.config.ConfigRequest;
import dev.perigee.core.engine.Engine;
import dev.perigee.core.engine.EngineRequest;
import dev.perigee.core.time.Timing;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A daemon in a process of its own, which can be killed or stopped like one. */
final class FleetProcess implements AutoCloseable {

    private final String name;
    private final Path log;
    private final Process process;

    private FleetProcess(String name, Path log, Process process) {
        this.name = name;
        this.log = log;
        this.process = process;
    }

    /** What the process does. */
    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        Engine engine = Engine.open(new EngineRequest(
                Map.of("PERIGEE_CONFIG", arguments[1]),
                Optional.of(folder),
                () -> ConfigRequest.NOTHING,
                "0.1.0",
                Timing.system()));
        Daemon daemon = Daemon.of(engine, DaemonSettings.DEFAULT, Map.of(), List.of());
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            try {
                daemon.stopAndWait();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }));
        daemon.run();
    }

    static FleetProcess start(Path folder, String name, URI etcd, String jobs) throws IOException {
        return start(folder, name, name, etcd, "jobs { " + jobs + " }");
    }

    /** Jobs for one cluster, into one folder that all daemons share. The lease is of three seconds. */
    static FleetProcess start(Path folder, String name, String instance, URI etcd, String more) throws IOException {
        Path config = folder.resolve(name + ".conf");
        Files.writeString(config, """
                perigee {
                  state-dir = "%1$s/%2$s"
                  instance = %5$s
                  mode = leader
                  leader.ttl = 5s
                  clusters { prod { endpoints = ["%3$s"] } }
                  sinks { shared { type = local, directory = "%1$s/shared" } }
                  %4$s
                }
                """.formatted(folder, name, etcd, more, instance));
        Path log = folder.resolve(name + ".log");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                FleetProcess.class.getName(),
                folder.toString(),
                config.toString()));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(Redirect.appendTo(log.toFile()))
                .start();
        return new FleetProcess(name, log, process);
    }

    String name() {
        return name;
    }

    String log() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            return e.toString();
        }
    }

    boolean logs(String text) {
        return log().contains(text);
    }

    void kill() {
        process.destroyForcibly();
    }

    void signal(String signal) throws Exception {
        new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                .start()
                .waitFor();
    }

    void awaitEnd() throws InterruptedException {
        process.waitFor();
    }

    @Override
    public void close() throws Exception {
        process.destroyForcibly();
        process.waitFor();
    }
}
