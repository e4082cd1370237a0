package dev.perigee.distribution;

import static dev.perigee.distribution.RunningDaemon.flat;
import static dev.perigee.test.servers.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.distribution.RunningDaemon.Footprint;
import dev.perigee.test.servers.EtcdRecipe;
import dev.perigee.test.servers.Ports;
import dev.perigee.test.servers.RealEtcd;
import dev.perigee.test.servers.RealEtcdCluster;
import dev.perigee.test.servers.RealS3;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The daemon as it is installed, with all that may happen to it at once: a backup every five seconds, members that are killed, a
 * store that comes and goes, many scrapers, reloads. Two minutes long; {@code -Dsoak.seconds=7200} makes it two hours.
 */
class SoakTest {

    private static final Duration LONG = Duration.ofSeconds(120);
    private static final int SCRAPERS = 50;
    private static final int KEPT = 3;
    private static final long SECONDS = Long.getLong("soak.seconds", 120);
    private static final List<String> PATHS = List.of("/metrics", "/", "/api/v1/jobs", "/api/v1/spool", "/healthz");
    private static final String TOKEN = "operate-token-of-this-soak";

    @TempDir
    Path folder;

    private final HttpClient client = HttpClient.newHttpClient();
    private final int port = Ports.free();
    private final CountDownLatch end = new CountDownLatch(1);
    private final Map<String, LongAdder> answers = new ConcurrentHashMap<>();

    @Test
    void heapThreadsAndDescriptorsStayFlatWhateverHappens() throws Exception {
        try (Product product = Product.unpack();
                RealEtcdCluster etcd = RealEtcdCluster.start(EtcdRecipe.of("3.6"));
                RealS3 s3 = RealS3.minio();
                ExecutorService scrapers = Executors.newVirtualThreadPerTaskExecutor()) {
            etcd.members().getFirst().load(200, 1_000);
            s3.mc("mb", "m/soak").orFail();
            Files.writeString(folder.resolve("token"), TOKEN + "\n");
            configure(etcd, s3, KEPT);
            try (RunningDaemon daemon = RunningDaemon.start(product, environment(), folder.resolve("log"))) {
                eventually(LONG, "it answers", () -> status("GET", "/readyz").equals("200"));
                for (int i = 0; i < SCRAPERS; i++) {
                    String path = PATHS.get(i % PATHS.size());
                    scrapers.submit(() -> scrape(path));
                }
                disturb(daemon, etcd, s3); // until all that is loaded late is loaded
                List<Footprint> before = new ArrayList<>();
                List<Footprint> after = new ArrayList<>();
                long half = System.nanoTime() + Duration.ofSeconds(SECONDS / 2).toNanos();
                long last = System.nanoTime() + Duration.ofSeconds(SECONDS).toNanos();
                do {
                    before.addAll(disturb(daemon, etcd, s3));
                } while (System.nanoTime() < half);
                do {
                    after.addAll(disturb(daemon, etcd, s3));
                } while (System.nanoTime() < last);
                end.countDown();
                settles();

                flat("heap in KB", before, after, Footprint::heapKilobytes, 16 << 10);
                flat("threads", before, after, Footprint::threads, 6);
                flat("descriptors", before, after, Footprint::descriptors, 20);
                assertEquals(List.of("200"), answers.keySet().stream().sorted().toList(), answers::toString);
                assertTrue(answers.get("200").sum() > SCRAPERS, answers::toString);
                assertEquals(0, daemon.terminate(), daemon.said());
            }
        }
        nothingPartial();
    }

    /** A member is killed, the store goes, the configuration changes; then all is back. */
    private List<Footprint> disturb(RunningDaemon daemon, RealEtcdCluster etcd, RealS3 s3) throws Exception {
        RealEtcd victim = etcd.members().getLast();
        victim.kill();
        s3.server().stop();
        ends(daemon, 2);
        configure(etcd, s3, KEPT + 1);
        reload();
        victim.launchAgain();
        victim.awaitHealthy();
        s3.server().restart();
        configure(etcd, s3, KEPT);
        reload();
        List<Footprint> footprints = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            ends(daemon, 1);
            footprints.add(daemon.footprint());
        }
        return footprints;
    }

    /** Whatever came of them: a store that is away makes a backup partial. */
    private static void ends(RunningDaemon daemon, int more) {
        long wanted = backups(daemon) + more;
        eventually(LONG, more + " more backups", () -> backups(daemon) >= wanted);
    }

    private static long backups(RunningDaemon daemon) {
        return daemon.said()
                .lines()
                .filter(line -> line.contains(", stored in near"))
                .count();
    }

    private void scrape(String path) {
        try {
            do {
                answers.computeIfAbsent(status("GET", path), first -> new LongAdder())
                        .increment();
            } while (!end.await(1, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void reload() {
        assertEquals("200", status("POST", "/api/v1/reload"));
    }

    private String status(String method, String path) {
        try {
            return String.valueOf(ask(method, path).statusCode());
        } catch (IOException e) {
            return e.toString();
        }
    }

    private HttpResponse<String> ask(String method, String path) throws IOException {
        try {
            return client.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                            .header("Authorization", "Bearer " + TOKEN)
                            .method(method, BodyPublishers.noBody())
                            .build(),
                    BodyHandlers.ofString());
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What waited for the store has come there, and both sinks hold what the rule says. */
    private void settles() {
        String kept = "\\{[^}]*sink=\"(near|far)\"} " + KEPT;
        eventually(LONG, "the spool is paid and the sinks are pruned", () -> {
            try {
                String metrics = ask("GET", "/metrics").body();
                return metrics.contains("\nperigee_spool_backups 0\n")
                        && metrics.lines()
                                        .filter(line -> line.matches("perigee_sink_backups_kept" + kept))
                                        .count()
                                == 2;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private void configure(RealEtcdCluster etcd, RealS3 s3, int kept) throws IOException {
        String endpoints = etcd.endpoints().stream()
                .map(endpoint -> '"' + endpoint.toString() + '"')
                .collect(Collectors.joining(","));
        Files.writeString(folder.resolve("perigee.conf"), """
                perigee {
                  http { listen = "127.0.0.1:%1$d", operate-tokens = ["%2$s/token"] }
                  clusters { prod { endpoints = [%3$s] } }
                  sinks {
                    near { type = local, directory = "%2$s/sink", retention { keep-last = %4$d } }
                    far {
                      type = s3, endpoint = "%5$s", bucket = soak, access-key = %6$s, secret-key = %7$s
                      retention { keep-last = %4$d }, retry.attempts = 2
                    }
                  }
                  jobs { prod { cluster = prod, sinks = [near, far], schedule = "@every 5s" } }
                }
                """.formatted(
                        port, folder, endpoints, kept, s3.url(), RealS3.ACCESS_KEY, RealS3.SECRET_KEY));
    }

    private Map<String, String> environment() {
        return Map.of(
                "PERIGEE_CONFIG",
                folder.resolve("perigee.conf").toString(),
                "PERIGEE_STATE_DIR",
                folder.resolve("state").toString());
    }

    private void nothingPartial() throws IOException {
        for (Path top : List.of(folder.resolve("sink"), folder.resolve("state"))) {
            try (Stream<Path> files = Files.walk(top)) {
                assertEquals(
                        List.of(),
                        files.filter(file -> file.toString().endsWith(".part")).toList());
            }
        }
    }
}
