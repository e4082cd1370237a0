package dev.perigee.test.servers;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Asks a member's metrics port, which stays plain HTTP whatever its clients need. */
final class EtcdHealth {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    private EtcdHealth() {}

    static void await(EtcdMember member, ServerProcess process) {
        Eventually.eventually(LIMIT, "etcd " + member + " is healthy", () -> {
            if (!process.isAlive()) {
                throw new AssertionError("etcd " + member + " ended at once:\n" + process.log());
            }
            return isHealthy(member.metricsPort());
        });
    }

    private static boolean isHealthy(int port) {
        try {
            HttpURLConnection connection = (HttpURLConnection)
                    URI.create("http://127.0.0.1:" + port + "/health").toURL().openConnection();
            connection.setConnectTimeout(1_000);
            connection.setReadTimeout(5_000);
            try (InputStream answer = connection.getInputStream()) {
                return new String(answer.readAllBytes(), StandardCharsets.UTF_8).contains("\"health\":\"true\"");
            }
        } catch (IOException notYet) {
            return false;
        }
    }
}
