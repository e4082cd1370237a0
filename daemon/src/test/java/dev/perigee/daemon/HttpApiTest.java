package dev.perigee.daemon;

import static dev.perigee.test.servers.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.etcd.format.json.Json;
import dev.perigee.etcd.format.json.JsonObject;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real daemon, asked over HTTP. */
class HttpApiTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    static Path folder;

    private static RunningDaemon daemon;

    @BeforeAll
    static void start() throws Exception {
        daemon = RunningDaemon.start(
                folder, "gravity-metrics = true }, hooks { key { type = status-key, prefix = \"/gravity/\" }");
    }

    @AfterAll
    static void end() throws Exception {
        daemon.close();
    }

    /** A run of another test may still be under way. */
    private static String started() throws Exception {
        AtomicReference<HttpResponse<String>> run = new AtomicReference<>();
        eventually(PATIENCE, "no other run is under way", () -> {
            run.set(daemon.operate("POST", "/api/v1/backup/start?wait=true"));
            return run.get().statusCode() != 409;
        });
        assertEquals(200, run.get().statusCode(), run.get().body());
        return json(run.get()).string("filename").orElseThrow();
    }

    private static JsonObject json(HttpResponse<String> response) throws Exception {
        return Json.parseObject(response.body().getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aBackupThatIsWaitedForIsAnsweredWithItsRun() throws Exception {
        started();

        String shape = "\\{\"node\":\"here\",\"time\":\"20[^\"]+Z\",\"status\":\"success\",\"error\":\"\","
                + "\"filename\":\"20[^\"]+\",\"size\":[1-9][0-9]+,\"duration\":[0-9]+,\"job\":\"default\"}\n";
        eventually(PATIENCE, "the instance is known", () -> {
            HttpResponse<String> status = daemon.get("/api/v1/backup/status");
            return status.body().matches("\\{\"status\":\\[" + shape.strip() + "]}\n");
        });
    }

    @Test
    void theStatusKeyInEtcdTellsOfTheLastRun() throws Exception {
        started();

        eventually(PATIENCE, "the key says success", () -> {
            String value = daemon.etcdctl("get", "--print-value-only", "/gravity/backup/status/here");
            return value.matches("(?s)\\{\"node\":\"here\",\"time\":\"20[^\"]+Z\",\"status\":\"success\",.*");
        });
    }

    @Test
    void aBackupThatIsntWaitedForIsStartedAndThenSeen() throws Exception {
        HttpResponse<String> started = daemon.operate("POST", "/api/v1/backup/start?wait=false");

        assertTrue(started.statusCode() == 200 || started.statusCode() == 409, started.body());
        eventually(
                PATIENCE,
                "it ends",
                () -> daemon.get("/api/v1/backup/status").body().contains("\"status\":\"success\""));
    }

    @Test
    void waitMustBeSaid() throws Exception {
        assertEquals(400, daemon.operate("POST", "/api/v1/backup/start").statusCode());
        assertEquals(
                400, daemon.operate("POST", "/api/v1/backup/start?wait=maybe").statusCode());
        HttpResponse<String> unknown = daemon.operate("POST", "/api/v1/backup/start?wait=true&job=other");
        assertEquals(404, unknown.statusCode());
        assertTrue(unknown.body().contains("/api/v1/jobs shows them"), unknown.body());
    }

    @Test
    void jobsAndTheSpoolTellHowItStands() throws Exception {
        started();
        eventually(
                PATIENCE,
                "the sinks are looked at",
                () -> daemon.get("/api/v1/jobs").body().contains("\"state\":\"well\""));

        String jobs = daemon.get("/api/v1/jobs").body();
        assertTrue(
                jobs.contains("\"job\":\"default\",\"cluster\":\"prod\",\"schedule\":\"@yearly\",\"due\":\"20"), jobs);
        assertTrue(jobs.contains("\"outcome\":\"ok\""), jobs);
        assertEquals(
                "{\"known\":true,\"backups\":0,\"bytes\":0,\"waiting\":[]}\n",
                daemon.get("/api/v1/spool").body());
    }

    @Test
    void aBackupIsListedShownVerifiedAndDeletedOnlyWithApproval() throws Exception {
        String id = started();
        started();

        assertTrue(daemon.get("/api/v1/backups").body().contains("\"id\":\"" + id + "\""));
        assertTrue(daemon.get("/api/v1/backups/" + id).body().contains("\"sha256\":\""));
        assertTrue(daemon.operate("POST", "/api/v1/backups/" + id + "/verify")
                .body()
                .contains("\"result\":\"ok\""));
        HttpResponse<String> plan = daemon.operate("DELETE", "/api/v1/backups/" + id);
        assertTrue(plan.body().contains("\"action\":\"remove\""), plan.body());
        assertEquals(200, daemon.get("/api/v1/backups/" + id).statusCode());

        HttpResponse<String> done = daemon.operate("DELETE", "/api/v1/backups/" + id + "?approve=true");

        assertTrue(done.body().contains("\"action\":\"removed\""), done.body());
        assertEquals(404, daemon.get("/api/v1/backups/" + id).statusCode());
        assertEquals(
                404,
                daemon.operate("DELETE", "/api/v1/backups/latest?approve=true").statusCode());
    }

    @Test
    void metricsTellWhenTheLastBackupWasMadeAndProven() throws Exception {
        started();
        String labels = Pattern.quote("{job=\"default\",cluster=\"prod\",sink=\"near\"}");
        for (String metric : List.of(
                "perigee_sink_last_success_timestamp_seconds" + labels + " [0-9]{10}",
                "perigee_sink_last_proven_timestamp_seconds" + labels + " [0-9]{10}(\\.[0-9]+)?",
                "perigee_sink_last_backup_size_bytes" + labels + " [1-9][0-9]+",
                "perigee_sink_last_backup_revision" + labels + " [0-9]+",
                "perigee_sink_backups_kept" + labels + " [1-9][0-9]*",
                "perigee_sink_backup_missing" + labels + " 0",
                "perigee_job_runs_total\\{job=\"default\",cluster=\"prod\",outcome=\"ok\"} [1-9][0-9]*",
                "perigee_job_due_timestamp_seconds\\{job=\"default\",cluster=\"prod\"} [0-9]{10}",
                "perigee_build_info\\{version=\"0.1.0\"} 1",
                "perigee_spool_backups 0",
                "gravity_backup_status\\{instance=\"here\",status=\"success\"} 1")) {
            eventually(
                    PATIENCE,
                    metric,
                    () -> daemon.get("/metrics").body().lines().anyMatch(line -> line.matches(metric)));
        }
    }

    @Test
    void everyAnswerIsAsTheDocumentDescribesIt() throws Exception {
        String id = started();
        started();
        JsonObject document = json(daemon.get("/api/v1/openapi.json"));

        for (String[] asked : new String[][] {
            {"GET", "/api/v1/jobs", "/api/v1/jobs"},
            {"GET", "/api/v1/spool", "/api/v1/spool"},
            {"GET", "/api/v1/history", "/api/v1/history"},
            {"GET", "/api/v1/backups", "/api/v1/backups"},
            {"GET", "/api/v1/backups/{id}", "/api/v1/backups/" + id},
            {"GET", "/api/v1/backups/{id}", "/api/v1/backups/20000101"},
            {"POST", "/api/v1/backups/{id}/verify", "/api/v1/backups/latest/verify?depth=quick&all=true"},
            {"DELETE", "/api/v1/backups/{id}", "/api/v1/backups/" + id},
            {"POST", "/api/v1/backup/start", "/api/v1/backup/start?wait=true"},
            {"POST", "/api/v1/backup/start", "/api/v1/backup/start?wait=perhaps"},
            {"GET", "/api/v1/backup/status", "/api/v1/backup/status"},
            {"POST", "/api/v1/reload", "/api/v1/reload"},
        }) {
            HttpResponse<String> answer = daemon.operate(asked[0], asked[2]);
            assertEquals(List.of(), findings(document, asked[0], asked[1], answer), asked[2] + ": " + answer.body());
        }
    }

    private static List<String> findings(JsonObject document, String method, String path, HttpResponse<String> answer)
            throws Exception {
        JsonObject operation = document.object("paths")
                .flatMap(paths -> paths.get(path))
                .map(JsonObject.class::cast)
                .flatMap(found -> found.get(method.toLowerCase(Locale.ROOT)))
                .map(JsonObject.class::cast)
                .orElseThrow();
        JsonObject schema = answer.statusCode() == 200
                ? at(operation, "responses", "200", "content", "application/json", "schema")
                : at(document, "components", "responses", "Failure", "content", "application/json", "schema");
        return new Schema(document).findings(schema, json(answer));
    }

    private static JsonObject at(JsonObject from, String... steps) {
        JsonObject at = from;
        for (String step : steps) {
            at = (JsonObject) at.get(step).orElseThrow();
        }
        return at;
    }

    @Test
    void healthAndReadinessSayOkToEverybody() throws Exception {
        assertEquals("ok\n", daemon.get("/healthz").body());
        assertEquals("ok\n", daemon.get("/readyz").body());
    }

    @Test
    void whatIsWrittenNeedsAnOperateTokenAlsoOnLoopback() throws Exception {
        for (String token : List.of("", "wrong-token-that-is-long", daemon.readToken(), daemon.operateToken() + "x")) {
            HttpResponse<String> start = daemon.ask("POST", "/api/v1/backup/start?wait=false", token);
            HttpResponse<String> delete = daemon.ask("DELETE", "/api/v1/backups/2?approve=true", token);
            assertTrue(start.statusCode() == 401 || start.statusCode() == 403, start.body());
            assertTrue(delete.statusCode() == 401 || delete.statusCode() == 403, delete.body());
            assertFalse(start.body().contains(token.isEmpty() ? "no such text" : token));
        }
    }

    @Test
    void aTokenWhoseFileIsGoneIsOfNoUseFromThenOn() throws Exception {
        Path second = folder.resolve("second.token");
        Files.writeString(second, "another-token-that-is-long\n");
        assertEquals(
                400,
                daemon.ask("POST", "/api/v1/backup/start", "another-token-that-is-long")
                        .statusCode());

        Files.delete(second);

        assertEquals(
                401,
                daemon.ask("POST", "/api/v1/backup/start", "another-token-that-is-long")
                        .statusCode());
    }

    @Test
    void anotherSitesPageGetsNothingDone() throws Exception {
        for (String header : List.of("Origin: http://evil.example", "Origin: null", "Sec-Fetch-Site: cross-site")) {
            assertEquals(403, daemon.raw("POST /api/v1/backup/start?wait=false HTTP/1.1", "Host: localhost", header));
        }
        assertEquals(421, daemon.raw("GET /api/v1/jobs HTTP/1.1", "Host: evil.example:8085"));
        assertEquals(200, daemon.raw("GET /api/v1/jobs HTTP/1.1", "Host: LOCALHOST:1"));
    }

    @Test
    void noAnswerHoldsAPathOfThisHostOrAToken() throws Exception {
        started();
        Files.writeString(folder.resolve("state/spool/0000000000000000"), "");
        List<String> answers = Stream.of(
                        "/api/v1/jobs",
                        "/api/v1/backups",
                        "/api/v1/spool",
                        "/metrics",
                        "/api/v1/backup/status",
                        "/nothing")
                .map(path -> daemon.get(path).body())
                .toList();

        answers.forEach(answer -> assertFalse(answer.contains(folder.toString()), answer));
        answers.forEach(answer -> assertFalse(answer.contains(daemon.operateToken()), answer));
    }

    @Test
    void thePageNeedsNothingElseAndSaysHowItStands() throws Exception {
        String id = started();
        eventually(PATIENCE, "the backup is on it", () -> daemon.get("/").body().contains(id));

        HttpResponse<String> page = daemon.get("/");

        assertTrue(page.body().contains("All backups are where they should be."), page.body());
        assertTrue(page.body().contains("<svg role=\"img\""), page.body());
        assertFalse(page.body().matches("(?s).*(<script|<link|<img|src=|href=|url\\(|style=).*"), page.body());
        assertFalse(page.body().contains("http-equiv"), page.body());
        assertTrue(daemon.get("/?refresh=true").body().contains("<meta http-equiv=\"refresh\" content=\"60\">"));
        assertTrue(page.headers()
                .firstValue("Content-Security-Policy")
                .orElseThrow()
                .startsWith("default-src 'none'; style-src 'sha256-"));
    }

    @Test
    void aConfigurationThatCantBeUsedIsRefusedAndAGoodOneTaken() throws Exception {
        Path config = folder.resolve("perigee.conf");
        Files.writeString(folder.resolve("second.token"), "another-token-that-is-long\n");
        String before = Files.readString(config);
        Files.writeString(config, before.replace("@yearly", "61 * * * *"));
        assertEquals(500, daemon.operate("POST", "/api/v1/reload").statusCode());

        Files.writeString(config, before);

        assertEquals(
                "{\"status\":\"reloaded\"}\n",
                daemon.operate("POST", "/api/v1/reload").body());
        assertEquals(401, daemon.ask("POST", "/api/v1/reload", "").statusCode());
    }
}
