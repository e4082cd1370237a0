package dev.perigee.test.servers;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

/**
 * A server with one TCP port: MinIO, versitygw, fake-gcs-server, {@code rclone serve}. Runs until it is closed, and never
 * longer than this JVM. Used by one thread.
 */
public final class RealServer implements AutoCloseable {

    private static final Duration READY = Duration.ofSeconds(60);
    private static final int PORTS_TO_TRY = 5;

    private final List<String> command;
    private final Map<String, String> environment;
    private final int port;
    private final Path directory;
    private ServerProcess process;

    private RealServer(List<String> command, Map<String, String> environment, int port, Path directory) {
        this.command = command;
        this.environment = environment;
        this.port = port;
        this.directory = directory;
        this.process = launch();
    }

    /**
     * Starts a server on a free loopback port; returns when it accepts connections there.
     *
     * @param name the server's name as {@code tools/install-servers} has it; its binary is called the same
     * @param environment added to this process's own
     * @param arguments makes the arguments for a port; they must bind the server to 127.0.0.1
     * @return the running server
     * @throws AssertionError if the binary isn't there or the server doesn't come up, with its log
     */
    public static RealServer start(String name, Map<String, String> environment, IntFunction<List<String>> arguments) {
        Path binary = InstalledServer.binary(name, name);
        AssertionError last = new AssertionError("unreachable");
        for (int attempt = 0; attempt < PORTS_TO_TRY; attempt++) {
            int port = Ports.free();
            List<String> command = new ArrayList<>(List.of(binary.toString()));
            command.addAll(arguments.apply(port));
            RealServer server =
                    new RealServer(List.copyOf(command), Map.copyOf(environment), port, Directories.temporary(name));
            try {
                server.awaitReady();
                return server;
            } catch (AssertionError failed) {
                last = failed;
                server.close();
                if (!RealEtcd.portWasTaken(failed)) {
                    throw failed;
                }
            }
        }
        throw last;
    }

    /**
     * Its port.
     *
     * @return on 127.0.0.1
     */
    public int port() {
        return port;
    }

    /**
     * Its address.
     *
     * @return {@code http://127.0.0.1:PORT}
     */
    public String url() {
        return "http://127.0.0.1:" + port;
    }

    /**
     * All it has written to its outputs since the first start.
     *
     * @return text
     */
    public String log() {
        return process.log();
    }

    /** SIGTERM; returns when it is gone. */
    public void stop() {
        process.stop();
    }

    /** SIGKILL; returns when it is gone. */
    public void kill() {
        process.kill();
    }

    /** Stops it if it runs; starts it again on the same port with the same arguments. */
    public void restart() {
        process.stop();
        process = launch();
        awaitReady();
    }

    @Override
    public void close() {
        process.kill();
        Directories.delete(directory);
    }

    private ServerProcess launch() {
        return ServerProcess.start(command, environment, directory.resolve("log"));
    }

    private void awaitReady() {
        Eventually.eventually(READY, command.getFirst() + " accepts connections", () -> {
            if (!process.isAlive()) {
                throw new AssertionError(command + " ended at once:\n" + process.log());
            }
            return Ports.accepts(port);
        });
    }
}
