package dev.perigee.daemon;

import static dev.perigee.test.servers.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.perigee.core.engine.Status;
import dev.perigee.core.engine.StatusRequest;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.core.report.StatusDocument;
import dev.perigee.daemon.remote.DaemonAddress;
import dev.perigee.daemon.remote.DaemonClient;
import dev.perigee.daemon.remote.SeenStatus;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real daemon, asked how it stands from elsewhere. */
class RemoteStatusTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    private SeenStatus seen(RunningDaemon daemon, Optional<Path> token) throws OperationException {
        DaemonAddress address = new DaemonAddress(
                URI.create("http://127.0.0.1:" + daemon.port()),
                token,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                PATIENCE);
        try (DaemonClient client = DaemonClient.of(address)) {
            return client.status();
        }
    }

    /** Ages are of the moment of a look, and two looks are at two moments. */
    private static String shown(Status status) {
        return StatusDocument.of(status).json().replaceAll("\"ageSeconds\":\\d+", "");
    }

    @Test
    void itIsTheSameAsFromTheStateDirectory() throws Exception {
        try (RunningDaemon daemon = RunningDaemon.start(folder, "")) {
            assertEquals(
                    200,
                    daemon.operate("POST", "/api/v1/backup/start?wait=true").statusCode());
            eventually(
                    PATIENCE,
                    "the sinks are looked at",
                    () -> daemon.get("/api/v1/jobs").body().contains("\"state\":\"well\""));
            Status local = daemon.engine().run(new StatusRequest());

            SeenStatus seen = seen(daemon, Optional.empty());

            assertEquals(shown(local), shown(seen.status()));
            assertEquals(local.outcome(), seen.outcome());
            assertEquals("0.1.0", seen.version());
        }
    }

    @Test
    void onlyABearerOfATokenIsTold() throws Exception {
        try (RunningDaemon daemon = RunningDaemon.start(folder, "read-tokens = [\"" + folder + "/read.token\"]")) {
            Path wrong = Files.writeString(folder.resolve("wrong"), "wrong-token-that-is-long\n");
            for (Optional<Path> token : java.util.List.of(Optional.<Path>empty(), Optional.of(wrong))) {
                OperationException refused = assertThrows(OperationException.class, () -> seen(daemon, token));
                assertEquals(Outcome.DENIED, refused.outcome());
            }
            Optional<Path> right = Optional.of(folder.resolve("read.token"));
            eventually(PATIENCE, "it has looked", () -> {
                try {
                    return seen(daemon, right).outcome() == Outcome.OK;
                } catch (OperationException e) {
                    return e.outcome() != Outcome.PARTIAL;
                }
            });
        }
    }
}
