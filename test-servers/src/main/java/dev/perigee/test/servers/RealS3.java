package dev.perigee.test.servers;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** A server that speaks S3, over an empty directory of its own. Used by one thread. */
public final class RealS3 implements AutoCloseable {

    /** The root user's access key id. */
    public static final String ACCESS_KEY = "perigee-test";

    /** The root user's secret key; nothing that a run writes may hold it. */
    public static final String SECRET_KEY = "not-to-be-seen-anywhere";

    private static final Duration READY = Duration.ofSeconds(60);

    private final Path directory;
    private final RealServer server;

    private RealS3(String name, Function<Path, RealServer> start) {
        this.directory = Directories.temporary(name + "-data");
        this.server = start.apply(directory);
    }

    /**
     * Starts MinIO over plain HTTP.
     *
     * @return the running server
     */
    public static RealS3 minio() {
        return minio(List.of());
    }

    /**
     * Starts MinIO with more arguments, {@code --certs-dir} say.
     *
     * @param more put before the data directory
     * @return the running server
     */
    public static RealS3 minio(List<String> more) {
        Map<String, String> login = Map.of(
                "MINIO_ROOT_USER",
                ACCESS_KEY,
                "MINIO_ROOT_PASSWORD",
                SECRET_KEY,
                "MINIO_BROWSER",
                "off",
                "MINIO_UPDATE",
                "off");
        RealS3 minio = new RealS3(
                "minio",
                directory -> RealServer.start("minio", login, port -> {
                    List<String> arguments = new ArrayList<>(List.of("server", "--quiet", "--anonymous"));
                    arguments.addAll(List.of("--address", "127.0.0.1:" + port));
                    arguments.addAll(more);
                    arguments.add(directory.toString());
                    return List.copyOf(arguments);
                }));
        if (more.isEmpty()) {
            Eventually.eventually(READY, "MinIO serves", minio::isInitialized);
        }
        return minio;
    }

    /** MinIO takes connections before it can serve, and answers 503 then: to a stranger's listing, in place of 403. */
    private boolean isInitialized() {
        return status("/minio/health/cluster") == 200 && status("/") == 403;
    }

    private int status(String path) {
        try {
            HttpURLConnection question =
                    (HttpURLConnection) URI.create(url() + path).toURL().openConnection();
            return question.getResponseCode();
        } catch (IOException e) {
            return -1;
        }
    }

    /**
     * Starts versitygw, an S3 server that shares no code with MinIO.
     *
     * @return the running server
     */
    public static RealS3 versitygw() {
        return new RealS3(
                "versitygw",
                directory -> RealServer.start(
                        "versitygw",
                        Map.of(),
                        port -> List.of(
                                "--access",
                                ACCESS_KEY,
                                "--secret",
                                SECRET_KEY,
                                "--port",
                                "127.0.0.1:" + port,
                                "--quiet",
                                "posix",
                                directory.toString())));
    }

    /**
     * Its address.
     *
     * @return {@code http://127.0.0.1:PORT}
     */
    public String url() {
        return server.url();
    }

    /**
     * Its port.
     *
     * @return on 127.0.0.1
     */
    public int port() {
        return server.port();
    }

    /**
     * The process.
     *
     * @return for stopping and starting it
     */
    public RealServer server() {
        return server;
    }

    /**
     * Where it keeps everything.
     *
     * @return a directory that goes with it
     */
    public Path directory() {
        return directory;
    }

    @Override
    public void close() {
        server.close();
        Directories.delete(directory);
    }
}
