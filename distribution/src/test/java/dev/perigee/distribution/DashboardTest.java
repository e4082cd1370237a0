package dev.perigee.distribution;

import static dev.perigee.test.servers.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.test.servers.Ports;
import dev.perigee.test.servers.RealEtcd;
import dev.perigee.test.servers.RealServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The dashboard that is shipped, by a real Prometheus that scrapes a real daemon. */
class DashboardTest {

    private static final Duration LONG = Duration.ofSeconds(120);
    private static final Path DASHBOARD =
            Product.repository().resolve("distribution/src/main/share/grafana/perigee.json");
    private static final Pattern EXPRESSION = Pattern.compile("\"expr\": \"((?:[^\"\\\\]|\\\\.)*)\"");
    private static final Pattern METRIC = Pattern.compile("perigee_[a-z_]+");
    private static final Pattern DOCUMENTED = Pattern.compile("`((?:perigee|…)[a-z_]+)`");

    @TempDir
    Path folder;

    private final HttpClient client = HttpClient.newHttpClient();

    private static List<String> expressions() throws IOException {
        return EXPRESSION
                .matcher(Files.readString(DASHBOARD))
                .results()
                .map(found -> found.group(1).replace("\\\"", "\""))
                .toList();
    }

    @Test
    void everyQueryHasAnAnswer() throws Exception {
        int http = Ports.free();
        Path config = Files.writeString(folder.resolve("prometheus.yml"), """
                scrape_configs:
                  - job_name: perigee
                    scrape_interval: 1s
                    static_configs: [{ targets: ["127.0.0.1:%d"] }]
                """.formatted(http));
        try (Product product = Product.unpack();
                RealEtcd etcd = RealEtcd.start("3.6")) {
            Path own = Files.writeString(folder.resolve("perigee.conf"), """
                    perigee {
                      http.listen = "127.0.0.1:%d"
                      mode = leader
                      clusters { prod { endpoints = ["%s"] } }
                      jobs { default { schedule = "@every 2s", verify.schedule = "@every 2s"
                        history { flush = 1s, keep = 1h } } }
                    }
                    """.formatted(http, etcd.endpoint()));
            Map<String, String> environment = Map.of(
                    "PERIGEE_CONFIG",
                    own.toString(),
                    "PERIGEE_STATE_DIR",
                    folder.resolve("state").toString());
            try (RunningDaemon daemon = RunningDaemon.start(product, environment, folder.resolve("log"));
                    RealServer prometheus = RealServer.start(
                            "prometheus",
                            Map.of(),
                            port -> List.of(
                                    "--config.file=" + config,
                                    "--storage.tsdb.path=" + folder.resolve("tsdb"),
                                    "--web.listen-address=127.0.0.1:" + port))) {
                assertTrue(expressions().size() >= 20);
                for (String expression : expressions()) {
                    String asked = expression.replace("$cluster", ".*").replace("$sink", ".*");
                    eventually(
                            LONG, asked + "; the daemon said: " + daemon.said(), () -> isAnswered(prometheus, asked));
                }
                assertEquals(0, daemon.terminate());
            }
        }
    }

    /** A query that can't be read is no matter of patience. */
    private boolean isAnswered(RealServer prometheus, String expression) {
        URI query = URI.create(
                prometheus.url() + "/api/v1/query?query=" + URLEncoder.encode(expression, StandardCharsets.UTF_8));
        try {
            String answer = client.send(HttpRequest.newBuilder(query).build(), BodyHandlers.ofString())
                    .body();
            assertTrue(!answer.contains("\"errorType\":\"bad_data\""), expression + ": " + answer);
            return answer.contains("\"value\":[");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void everyMetricOfOursIsOnIt() throws IOException {
        TreeSet<String> documented = new TreeSet<>();
        String before = "";
        for (String line : Files.readAllLines(Product.repository().resolve("docs/http.md"))) {
            if (line.startsWith("| `perigee_")) {
                List<String> names = DOCUMENTED
                        .matcher(line.substring(0, line.indexOf('|', 1)))
                        .results()
                        .map(found -> found.group(1))
                        .toList();
                for (String name : names) {
                    before = name.startsWith("…") ? prefix(before, name) : name;
                    documented.add(before);
                }
            }
        }
        String all = String.join("\n", expressions());

        TreeSet<String> shown = new TreeSet<>(
                METRIC.matcher(all).results().map(MatchResult::group).toList());

        assertEquals(documented, shown);
    }

    /** {@code …_revision} behind {@code perigee_sink_last_backup_size_bytes} is {@code perigee_sink_last_backup_revision}. */
    private static String prefix(String before, String rest) {
        String stem = before.contains("_size_") ? "_size_" : "_timestamp_";
        return before.substring(0, before.indexOf(stem)) + rest.substring(1);
    }
}
