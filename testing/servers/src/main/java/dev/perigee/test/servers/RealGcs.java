package dev.perigee.test.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * fake-gcs-server: what there is of Google Cloud Storage to run oneself. Keeps its objects in files, which is linear in
 * their number; in memory it is quadratic. Used by one thread.
 */
public final class RealGcs implements AutoCloseable {

    /** Where the emulator keeps an object's facts, on file systems without extended attributes. */
    private static final String FACTS = ".metadata";

    private final String scheme;
    private final Path directory = Directories.temporary("gcs-data");
    private final RealServer server;

    private RealGcs(String scheme, List<String> more) {
        this.scheme = scheme;
        this.server = RealServer.start("fake-gcs-server", Map.of(), port -> arguments(port, more));
    }

    private List<String> arguments(int port, List<String> more) {
        String address = "127.0.0.1:" + port;
        List<String> network = List.of("-scheme", scheme, "-host", "127.0.0.1", "-port", String.valueOf(port));
        List<String> names = List.of("-public-host", address, "-external-url", scheme + "://" + address);
        List<String> storage = List.of("-backend", "filesystem", "-filesystem-root", directory.toString());
        return Stream.of(network, names, storage, List.of("-log-level", "error"), more)
                .flatMap(List::stream)
                .toList();
    }

    /**
     * Starts it over plain HTTP, without a bucket.
     *
     * @return the running server
     */
    public static RealGcs start() {
        return new RealGcs("http", List.of());
    }

    /**
     * Starts it over HTTPS, without a bucket.
     *
     * @param identity its certificate and key
     * @return the running server
     */
    public static RealGcs start(CertifiedKey identity) {
        String certificate = identity.certificate().toString();
        return new RealGcs(
                "https",
                List.of(
                        "-cert-location",
                        certificate,
                        "-private-key-location",
                        identity.key().toString()));
    }

    /**
     * Gives an object more names, as if it had been put that often, in no time.
     *
     * @param bucket the bucket
     * @param object the object's name
     * @param names the names, in the same folder
     */
    public void multiply(String bucket, String object, List<String> names) {
        Path file = directory.resolve(bucket).resolve(object);
        Path facts = file.resolveSibling(file.getFileName() + FACTS);
        try {
            for (String name : names) {
                Files.createLink(file.resolveSibling(name), file);
                if (Files.exists(facts)) {
                    Files.createLink(file.resolveSibling(name + FACTS), facts);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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

    @Override
    public void close() {
        server.close();
        Directories.delete(directory);
    }
}
