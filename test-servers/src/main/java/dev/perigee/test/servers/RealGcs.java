package dev.perigee.test.servers;

import java.util.List;
import java.util.Map;

/** fake-gcs-server: what there is of Google Cloud Storage to run oneself. Keeps everything in memory. Used by one thread. */
public final class RealGcs implements AutoCloseable {

    private final RealServer server;

    private RealGcs(RealServer server) {
        this.server = server;
    }

    /**
     * Starts it over plain HTTP, without a bucket.
     *
     * @return the running server
     */
    public static RealGcs start() {
        return new RealGcs(RealServer.start(
                "fake-gcs-server",
                Map.of(),
                port -> List.of(
                        "-scheme",
                        "http",
                        "-host",
                        "127.0.0.1",
                        "-port",
                        String.valueOf(port),
                        "-backend",
                        "memory",
                        "-log-level",
                        "error",
                        "-public-host",
                        "127.0.0.1:" + port,
                        "-external-url",
                        "http://127.0.0.1:" + port)));
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

    @Override
    public void close() {
        server.close();
    }
}
