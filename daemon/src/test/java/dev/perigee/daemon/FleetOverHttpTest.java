package dev.perigee.daemon;

import static dev.perigee.test.servers.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.etcd.format.json.Json;
import dev.perigee.etcd.format.json.JsonObject;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a daemon says over HTTP of those that share its jobs. */
class FleetOverHttpTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    static Path folder;

    private static RunningDaemon daemon;

    /** Of two jobs one is another daemon's. */
    @BeforeAll
    static void start() throws Exception {
        daemon = RunningDaemon.start(folder, "}\n mode = leader\n http {", "@yearly\" }, other { schedule = \"@yearly");
        eventually(
                PATIENCE,
                "it has both",
                () -> metrics().contains("perigee_job_leader{job=\"other\",cluster=\"prod\"} 1"));
        String lease = daemon.etcdctl("lease", "grant", "3600").split(" ")[1];
        daemon.etcdctl("put", "--lease=" + lease, "/perigee/claims/other", "{\"instance\":\"elsewhere\"}");
        eventually(
                PATIENCE,
                "it has one",
                () -> metrics().contains("perigee_job_leader{job=\"other\",cluster=\"prod\"} 0"));
    }

    @AfterAll
    static void end() throws Exception {
        daemon.close();
    }

    private static String metrics() {
        return daemon.get("/metrics").body();
    }

    @Test
    void theMetricsSayWhichJobsAreThisDaemons() {
        String metrics = metrics();

        assertTrue(metrics.contains("perigee_job_leader{job=\"default\",cluster=\"prod\"} 1"), metrics);
        assertTrue(metrics.contains("perigee_fleet_daemons 1"), metrics);
        assertTrue(metrics.contains("perigee_fleet_up 1"), metrics);
        assertTrue(metrics.contains("perigee_job_fence{job=\"default\",cluster=\"prod\"} "), metrics);
    }

    @Test
    void theJobsSayWhoRunsThem() throws Exception {
        String answer = daemon.get("/api/v1/jobs").body();
        JsonObject document =
                Json.parseObject(daemon.get("/api/v1/openapi.json").body().getBytes(StandardCharsets.UTF_8));
        JsonObject jobs = document.object("components")
                .orElseThrow()
                .object("schemas")
                .orElseThrow()
                .object("Jobs")
                .orElseThrow();
        JsonObject said = Json.parseObject(answer.getBytes(StandardCharsets.UTF_8));

        assertEquals(List.of(), new Schema(document).findings(jobs, said));
        assertTrue(answer.contains("\"leader\":\"here\""), answer);
        assertTrue(answer.contains("\"leader\":\"elsewhere\""), answer);
        assertEquals(List.of("here"), said.object("fleet").orElseThrow().strings("daemons"));
        assertEquals(List.of("default"), said.object("fleet").orElseThrow().strings("mine"));
    }

    @Test
    void theJobsSayWhatAnotherDaemonMadeLast() throws Exception {
        String id = "20261129T100000Z-7-0123abcd";
        daemon.etcdctl(
                "put",
                "/perigee/runs/other/backup",
                "{\"at\":\"2026-11-29T10:00:01Z\",\"due\":\"2026-11-29T10:00:00Z\",\"fence\":5,\"by\":\"elsewhere\","
                        + "\"cluster\":\"prod\",\"backup\":\"" + id + "\",\"digest\":\"" + "0".repeat(64) + "\"}");

        eventually(
                PATIENCE,
                "it is seen",
                () -> daemon.get("/api/v1/jobs")
                        .body()
                        .contains("\"fleetRun\":{\"at\":\"2026-11-29T10:00:01Z\",\"by\":\"elsewhere\",\"backup\":\""
                                + id + "\"}"));
        theJobsSayWhoRunsThem();
    }

    @Test
    void aBackupOfAnothersJobIsRefusedWithItsName() {
        HttpResponse<String> answer = daemon.operate("POST", "/api/v1/backup/start?wait=true&job=other");

        assertEquals(409, answer.statusCode());
        assertTrue(answer.body().contains("is run by another daemon: elsewhere"), answer.body());
    }

    @Test
    void aBackupOfItsOwnIsMadeUnderItsFence() throws Exception {
        HttpResponse<String> answer = daemon.operate("POST", "/api/v1/backup/start?wait=true&job=default");
        assertEquals(200, answer.statusCode(), answer.body());

        String shown = daemon.get("/api/v1/backups/latest").body();
        assertTrue(shown.matches("(?s).*\"due\":\\s*\"\".*\"fence\":\\s*\"[0-9]+\".*"), shown);
    }

    @Test
    void thePageSaysWhoRunsThem() {
        eventually(
                PATIENCE,
                "the sinks are looked at",
                () -> daemon.get("/").body().contains("run by this daemon"));
        assertTrue(daemon.get("/").body().contains("run by elsewhere"));
    }
}
