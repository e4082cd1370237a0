package dev.perigee.daemon;

import static dev.perigee.test.servers.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real daemon whose only job has no schedule. */
class OnDemandJobTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    @Test
    void aJobWithoutAScheduleIsStartedOverHttp() throws Exception {
        try (RunningDaemon daemon = RunningDaemon.start(folder, "", "none")) {
            String jobs = daemon.get("/api/v1/jobs").body();
            assertTrue(
                    jobs.contains("\"job\":\"default\",\"cluster\":\"prod\",\"schedule\":\"none\",\"due\":null"), jobs);

            HttpResponse<String> run = daemon.operate("POST", "/api/v1/backup/start?wait=true");

            assertEquals(200, run.statusCode(), run.body());
            eventually(PATIENCE, "the page has it", () -> daemon.get("/").body().contains("runs on demand"));
        }
    }

    @Test
    void beforeTheFirstDueTimeNothingIsMissing() throws Exception {
        try (RunningDaemon daemon = RunningDaemon.start(folder, "")) {
            eventually(
                    PATIENCE,
                    "the sinks are looked at",
                    () -> daemon.get("/api/v1/jobs").body().contains("\"state\":\"new\""));

            assertTrue(daemon.get("/metrics").body().contains("sink=\"near\"} 0"));
            assertFalse(
                    daemon.get("/").body().contains("is missing.<"),
                    daemon.get("/").body());
            assertTrue(daemon.get("/").body().contains("some sinks have still to get their first"));
        }
    }
}
