package dev.perigee.test.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
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

    private final String scheme;
    private final Path directory;
    private final Path files;
    private final RealServer server;

    private RealS3(String scheme, Path files, Function<Path, RealServer> start) {
        this.scheme = scheme;
        this.directory = Directories.temporary("s3-data");
        this.files = files;
        this.server = start.apply(directory);
    }

    /**
     * Starts MinIO over plain HTTP.
     *
     * @return the running server
     */
    public static RealS3 minio() {
        RealS3 minio = minio("http", Directories.temporary("minio-files"), Map.of());
        Eventually.eventually(READY, "MinIO serves", minio::isInitialized);
        return minio;
    }

    /**
     * Starts MinIO over HTTPS.
     *
     * @param identity its certificate and key
     * @param environment more of its settings, {@code MINIO_DOMAIN} say
     * @return the running server
     */
    public static RealS3 minio(CertifiedKey identity, Map<String, String> environment) {
        Path files = Directories.temporary("minio-files");
        try {
            Path certificates = Files.createDirectory(files.resolve("certs"));
            Files.copy(identity.certificate(), certificates.resolve("public.crt"));
            Files.copy(identity.key(), certificates.resolve("private.key"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        RealS3 minio = minio("https", files, environment);
        Eventually.eventually(READY, "MinIO serves", () -> minio.mc("ls", "m").exitCode() == 0);
        return minio;
    }

    /** It speaks TLS when there are certificates among the files. */
    private static RealS3 minio(String scheme, Path files, Map<String, String> settings) {
        Map<String, String> environment = new HashMap<>(settings);
        environment.put("MINIO_ROOT_USER", ACCESS_KEY);
        environment.put("MINIO_ROOT_PASSWORD", SECRET_KEY);
        environment.put("MINIO_BROWSER", "off");
        environment.put("MINIO_UPDATE", "off");
        return new RealS3(
                scheme,
                files,
                directory -> RealServer.start("minio", environment, port -> {
                    List<String> arguments = new ArrayList<>(List.of("server", "--quiet", "--anonymous"));
                    arguments.addAll(List.of("--address", "127.0.0.1:" + port));
                    arguments.addAll(
                            List.of("--certs-dir", files.resolve("certs").toString()));
                    arguments.add(directory.toString());
                    return List.copyOf(arguments);
                }));
    }

    /**
     * Runs MinIO's own command line with the root user's rights; the server is its alias {@code m}.
     *
     * @param arguments a command of {@code mc}
     * @return its outcome, whatever the exit code
     */
    public CommandResult mc(String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                InstalledServer.binary("mc", "mc").toString(),
                "--config-dir",
                files.resolve("mc").toString(),
                "--insecure"));
        command.addAll(List.of(arguments));
        String url = url().replace("://", "://" + ACCESS_KEY + ":" + SECRET_KEY + "@");
        return Command.run(Map.of("MC_HOST_m", url), command);
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
                "http",
                Directories.temporary("versitygw-files"),
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
     * @return {@code http://127.0.0.1:PORT}, or the same with {@code https}
     */
    public String url() {
        return server.url().replace("http", scheme);
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
        Directories.delete(files);
    }
}
