package dev.perigee.test.servers;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Azurite: what there is of Azure Blob Storage to run oneself. Keeps its objects in memory. Used by one thread. */
public final class RealAzurite implements AutoCloseable {

    /** The account it has. */
    public static final String ACCOUNT = "devstoreaccount1";

    /** The account's key, which is the same everywhere, and so no secret. */
    public static final String KEY =
            "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    private final String scheme;
    private final RealServer server;

    private RealAzurite(String scheme, List<String> more) {
        this.scheme = scheme;
        this.server = RealServer.start("azurite", Map.of(), port -> arguments(port, more));
    }

    private static List<String> arguments(int port, List<String> more) {
        List<String> network = List.of("--blobHost", "127.0.0.1", "--blobPort", String.valueOf(port));
        List<String> rest = List.of("--inMemoryPersistence", "--silent", "--disableTelemetry");
        return Stream.of(network, rest, more).flatMap(List::stream).toList();
    }

    /**
     * Starts it over plain HTTP, without a container.
     *
     * @return the running server
     */
    public static RealAzurite start() {
        return new RealAzurite("http", List.of());
    }

    /**
     * Starts it over HTTPS, without a container; it takes anybody's token there.
     *
     * @param identity its certificate and key
     * @return the running server
     */
    public static RealAzurite start(CertifiedKey identity) {
        return new RealAzurite(
                "https",
                List.of(
                        "--cert",
                        identity.certificate().toString(),
                        "--key",
                        identity.key().toString(),
                        "--oauth",
                        "basic"));
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
    }
}
