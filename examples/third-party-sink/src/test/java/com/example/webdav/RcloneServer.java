package com.example.webdav;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** A real WebDAV server: {@code rclone serve webdav} on a directory. */
record RcloneServer(Process process, int port) implements AutoCloseable {

    static RcloneServer start(Path directory) throws IOException, InterruptedException {
        int port = freePort();
        Process process = new ProcessBuilder(
                        rclone().toString(),
                        "serve",
                        "webdav",
                        directory.toString(),
                        "--addr=127.0.0.1:" + port,
                        "--user=etcd",
                        "--pass=secret")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        RcloneServer server = new RcloneServer(process, port);
        server.awaitReady();
        return server;
    }

    String url() {
        return "http://127.0.0.1:" + port;
    }

    private static Path rclone() {
        String cache = System.getenv().getOrDefault("XDG_CACHE_HOME", System.getProperty("user.home") + "/.cache");
        String directory = System.getenv().getOrDefault("PERIGEE_RCLONE", cache + "/perigee/servers/rclone");
        Path rclone = Path.of(directory, "rclone");
        if (!Files.isExecutable(rclone)) {
            throw new IllegalStateException("no rclone at " + rclone + "; Perigee's tools/install-servers rclone"
                    + " builds one, or let PERIGEE_RCLONE name the directory of yours");
        }
        return rclone;
    }

    /** One below those that the kernel gives to outgoing connections, or one of them might take it first. */
    private static int freePort() throws IOException {
        int port = ThreadLocalRandom.current().nextInt(12_000, 32_000);
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (BindException taken) {
            return freePort();
        }
    }

    private void awaitReady() throws InterruptedException {
        Instant end = Instant.now().plusSeconds(60);
        while (!answers()) {
            if (Instant.now().isAfter(end) || process.waitFor(50, TimeUnit.MILLISECONDS)) {
                process.destroy();
                throw new IllegalStateException("rclone does not answer on port " + port);
            }
        }
    }

    private boolean answers() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void close() {
        process.destroy();
    }
}
