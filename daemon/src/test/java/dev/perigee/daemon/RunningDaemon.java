package dev.perigee.daemon;

import dev.perigee.core.config.ConfigRequest;
import dev.perigee.core.engine.Engine;
import dev.perigee.core.engine.EngineRequest;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.time.Timing;
import dev.perigee.sink.kit.body.ReadStream;
import dev.perigee.sink.local.LocalSink;
import dev.perigee.test.servers.Ports;
import dev.perigee.test.servers.RealEtcd;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/** A daemon on a real etcd and a local sink, which answers over HTTP. */
final class RunningDaemon implements AutoCloseable {

    private static final String READ = "read-token-of-this-test";
    private static final String OPERATE = "operate-token-of-this-test";

    private final RealEtcd etcd;
    private final Engine engine;
    private final Daemon daemon;
    private final Thread thread;
    private final int port;
    private final HttpClient client = HttpClient.newHttpClient();

    private RunningDaemon(RealEtcd etcd, Engine engine, Daemon daemon, Thread thread, int port) {
        this.etcd = etcd;
        this.engine = engine;
        this.daemon = daemon;
        this.thread = thread;
        this.port = port;
    }

    static RunningDaemon start(Path folder, String http) throws Exception {
        return start(folder, http, "@yearly");
    }

    static RunningDaemon start(Path folder, String http, String schedule) throws Exception {
        return start(folder, http, schedule, "");
    }

    /** One whose job says more. */
    static RunningDaemon start(Path folder, String http, String schedule, String job) throws Exception {
        RealEtcd etcd = RealEtcd.start("3.6");
        etcd.load(20, 100);
        int port = Ports.free();
        install(folder);
        Files.writeString(folder.resolve("read.token"), READ + "\n");
        Files.writeString(folder.resolve("operate.token"), OPERATE + "\nnot this\n");
        Path config = folder.resolve("perigee.conf");
        Files.writeString(config, """
                perigee {
                  state-dir = "%1$s/state"
                  instance = here
                  http {
                    listen = "127.0.0.1:%2$d"
                    operate-tokens = ["%1$s/operate.token", "%1$s/second.token"]
                    %3$s
                  }
                  clusters { prod { endpoints = ["%4$s"] } }
                  sinks { near { type = local } }
                  jobs { default { schedule = "%5$s", %6$s } }
                }
                """.formatted(folder, port, http, etcd.endpoint(), schedule, job));
        Engine engine = Engine.open(new EngineRequest(
                Map.of("PERIGEE_CONFIG", config.toString()),
                Optional.of(folder),
                () -> ConfigRequest.NOTHING,
                "0.1.0",
                Timing.system()));
        Daemon daemon = Daemon.of(engine, DaemonSettings.DEFAULT, Map.of(), List.of());
        Thread thread = Thread.ofPlatform().start(() -> {
            try {
                daemon.run();
            } catch (OperationException e) {
                throw new IllegalStateException(e);
            }
        });
        RunningDaemon running = new RunningDaemon(etcd, engine, daemon, thread, port);
        running.awaitReady();
        return running;
    }

    /** Has etcd itself do something, and says what it answered. */
    String etcdctl(String... arguments) {
        return etcd.etcdctl(arguments).orFail().stdout();
    }

    private void awaitReady() {
        dev.perigee.test.servers.Eventually.eventually(java.time.Duration.ofSeconds(60), "it is ready", () -> {
            try {
                return get("/readyz").statusCode() == 200;
            } catch (UncheckedIOException e) {
                return false;
            }
        });
    }

    static void install(Path folder) throws Exception {
        Path plugin = Files.createDirectories(folder.resolve("plugins/local"));
        put(LocalSink.class, plugin.resolve("sink.jar"));
        put(ReadStream.class, plugin.resolve("kit.jar"));
    }

    private static void put(Class<?> type, Path jar) throws Exception {
        Path classes =
                Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
        if (!Files.isDirectory(classes)) {
            Files.copy(classes, jar);
            return;
        }
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream entries = new JarOutputStream(out);
                Stream<Path> files = Files.walk(classes)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                entries.putNextEntry(new JarEntry(classes.relativize(file).toString()));
                Files.copy(file, entries);
            }
        }
    }

    Engine engine() {
        return engine;
    }

    int port() {
        return port;
    }

    String readToken() {
        return READ;
    }

    String operateToken() {
        return OPERATE;
    }

    HttpResponse<String> get(String path) {
        return ask("GET", path, "");
    }

    HttpResponse<String> operate(String method, String path) {
        return ask(method, path, OPERATE);
    }

    HttpResponse<String> ask(String method, String path, String token) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .method(method, HttpRequest.BodyPublishers.noBody());
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        try {
            return client.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Lines as they are, with an operate token; the answer's status, or 0 if the line was cut. */
    int raw(String... lines) throws IOException {
        String text = String.join("\r\n", lines) + "\r\nAuthorization: Bearer " + OPERATE + "\r\n\r\n";
        return sent(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    int sent(byte[] bytes) throws IOException {
        try (Socket socket = connect()) {
            socket.getOutputStream().write(bytes);
            return status(socket.getInputStream());
        }
    }

    Socket connect() throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), port);
    }

    static int status(InputStream in) throws IOException {
        try {
            String line = new String(in.readNBytes(12), StandardCharsets.ISO_8859_1);
            return line.length() < 12 ? 0 : Integer.parseInt(line.substring(9));
        } catch (java.net.SocketException e) {
            return 0; // cut
        }
    }

    @Override
    public void close() throws Exception {
        daemon.stopAndWait();
        thread.join();
        engine.close();
        etcd.close();
    }
}
