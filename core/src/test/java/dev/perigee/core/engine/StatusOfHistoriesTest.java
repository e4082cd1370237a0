package dev.perigee.core.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.core.history.standing.HistoryHealth;
import dev.perigee.core.history.standing.HistoryStatus;
import dev.perigee.core.history.standing.StandingFile;
import dev.perigee.core.history.standing.StandingKeeper;
import dev.perigee.core.history.standing.StandingListener;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.core.report.StatusDocument;
import dev.perigee.test.servers.RealEtcd;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** How the status tells of a history. */
class StatusOfHistoriesTest extends StatusFixture {

    private static HistoryStatus history(Status status) {
        return status.jobs().getFirst().history().orElseThrow();
    }

    @Test
    void aHistoryIsNeverThereOrLateOrNotThisMachinesToTell() throws Exception {
        try (RealEtcd etcd = RealEtcd.start("3.6");
                Engine engine = engine(etcd, "jobs.hourly.history { flush = 30s }")) {
            engine.run(new SaveRequest(Optional.empty(), false));
            Status elsewhere = engine.run(new StatusRequest());
            assertEquals(HistoryHealth.ELSEWHERE, history(elsewhere).health());
            assertEquals(Outcome.OK, elsewhere.outcome());

            Path jobs = Files.createDirectories(engine.stateDirectory().resolve("jobs"));
            Files.writeString(
                    jobs.resolve("hourly.first-seen"), InstantSource.system().instant() + "\n");
            assertEquals(
                    HistoryHealth.NEW, history(engine.run(new StatusRequest())).health());
            later = Duration.ofMinutes(3);
            Status never = engine.run(new StatusRequest());
            later = Duration.ZERO;
            assertEquals(HistoryHealth.NEVER, history(never).health());
            assertEquals(Outcome.OVERDUE, never.outcome());
            assertTrue(StatusDocument.of(never).json().contains("\"health\":\"never\""));

            StandingKeeper keeper = new StandingKeeper(
                    StandingFile.of(engine.stateDirectory().resolve("history"), "hourly"),
                    InstantSource.system(),
                    StandingListener.NONE,
                    List.of("near"));
            keeper.heard(7, InstantSource.system().instant(), Optional.empty());
            assertEquals(
                    HistoryHealth.WELL, history(engine.run(new StatusRequest())).health());
            later = Duration.ofMinutes(3);
            Status late = engine.run(new StatusRequest());
            assertEquals(HistoryHealth.LATE, history(late).health());
            assertEquals(Outcome.OVERDUE, late.outcome());
        }
    }

    @Test
    void aHistoryThatNobodyHereBelievesIsLateHoweverWellItIsRecorded() throws Exception {
        Path gone = folder.resolve("signers");
        try (RealEtcd etcd = RealEtcd.start("3.6");
                Engine engine = engine(etcd, "jobs.hourly.history { flush = 30s }, trust.signers = \"" + gone + "\"")) {
            new StandingKeeper(
                            StandingFile.of(engine.stateDirectory().resolve("history"), "hourly"),
                            InstantSource.system(),
                            StandingListener.NONE,
                            List.of("near"))
                    .heard(7, InstantSource.system().instant(), Optional.empty());

            HistoryStatus history = history(engine.run(new StatusRequest()));

            assertEquals(HistoryHealth.LATE, history.health());
            assertTrue(history.sentence().endsWith(gone + " doesn't exist"), history.sentence());
        }
    }
}
