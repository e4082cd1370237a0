package dev.perigee.daemon;

import static dev.perigee.test.servers.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.core.engine.Status;
import dev.perigee.core.engine.StatusRequest;
import dev.perigee.core.history.standing.HistoryHealth;
import dev.perigee.core.history.standing.HistoryStatus;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.daemon.remote.DaemonAddress;
import dev.perigee.daemon.remote.DaemonClient;
import dev.perigee.daemon.remote.SeenStatus;
import dev.perigee.etcd.format.json.Json;
import dev.perigee.etcd.format.json.JsonObject;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real daemon that records a history: everywhere it is told how that stands. */
class HistoryToldTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    private static void awaitPack(RunningDaemon daemon) {
        eventually(
                PATIENCE,
                "a pack lies in the sink",
                () -> daemon.get("/metrics")
                        .body()
                        .lines()
                        .anyMatch(line -> line.startsWith("perigee_history_recorded_revision")
                                && !daemon.get("/api/v1/history").body().contains("\"windows\":[]")));
    }

    @Test
    void itIsToldOverHttpInMetricsOnThePageAndToTheStatusCommand() throws Exception {
        try (RunningDaemon daemon = RunningDaemon.start(folder, "", "@yearly", "history { flush = 1s, keep = 1h }")) {
            eventually(
                    PATIENCE,
                    "it is recorded",
                    () -> daemon.get("/api/v1/jobs").body().contains("\"state\":\"recording\""));
            daemon.etcdctl("put", "a", "1");
            awaitPack(daemon);

            JsonObject document = json(daemon, "/api/v1/openapi.json");
            JsonObject jobs = json(daemon, "/api/v1/jobs");
            assertEquals(List.of(), new Schema(document).findings(schema(document, "Jobs"), jobs), jobs.toString());
            JsonObject windows = json(daemon, "/api/v1/history");
            assertEquals(
                    List.of(), new Schema(document).findings(schema(document, "History"), windows), windows.toString());
            String metrics = daemon.get("/metrics").body();
            for (String metric : List.of(
                    "perigee_history_late{job=\"default\",cluster=\"prod\"} 0",
                    "perigee_history_recording{job=\"default\",cluster=\"prod\"} 1",
                    "perigee_history_stored_timestamp_seconds{job=\"default\",cluster=\"prod\",sink=\"near\"} 1",
                    "perigee_history_gaps_total{job=\"default\",cluster=\"prod\"} 0",
                    "perigee_history_timelines_total{job=\"default\",cluster=\"prod\",reason=\"hole\"} 0",
                    "perigee_history_spool_bytes{",
                    "perigee_history_forced_bases{job=\"default\",cluster=\"prod\"} 0")) {
                assertTrue(metrics.contains(metric), metric + " in " + metrics);
            }
            String page = daemon.get("/").body();
            assertTrue(page.contains("history well, "), page);
            assertTrue(page.contains("the history is recorded since "), page);

            HistoryStatus local = history(daemon.engine().run(new StatusRequest()));
            HistoryStatus remote = history(seen(daemon).status());
            assertEquals(HistoryHealth.WELL, local.health());
            assertEquals(HistoryHealth.WELL, remote.health());
            assertEquals(
                    local.standing().orElseThrow().timeline(),
                    remote.standing().orElseThrow().timeline());
        }
    }

    private static HistoryStatus history(Status status) {
        return status.jobs().getFirst().history().orElseThrow();
    }

    private static JsonObject json(RunningDaemon daemon, String path) throws Exception {
        return Json.parseObject(daemon.get(path).body().getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    private static JsonObject schema(JsonObject document, String name) {
        return (JsonObject) document.get("components")
                .map(JsonObject.class::cast)
                .flatMap(components -> components.get("schemas"))
                .map(JsonObject.class::cast)
                .flatMap(schemas -> schemas.get(name))
                .orElseThrow();
    }

    private static SeenStatus seen(RunningDaemon daemon) throws OperationException {
        DaemonAddress address = new DaemonAddress(
                URI.create("http://127.0.0.1:" + daemon.port()),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                PATIENCE);
        try (DaemonClient client = DaemonClient.of(address)) {
            return client.status();
        }
    }
}
