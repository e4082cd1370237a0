package dev.perigee.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.perigee.core.catalog.BackupId;
import dev.perigee.core.history.standing.HistoryHealth;
import dev.perigee.core.history.standing.HistoryStanding;
import dev.perigee.core.history.standing.HistoryStanding.Lost;
import dev.perigee.core.history.standing.HistoryStanding.State;
import dev.perigee.core.history.standing.HistoryStatus;
import dev.perigee.core.history.standing.TimelineEnd;
import dev.perigee.daemon.event.DaemonEvent;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is told of histories, once each. */
class HistoryAlarmTest {

    private static final Instant NOW = Instant.parse("2026-11-28T10:00:00Z");
    private static final BackupId BASE =
            BackupId.parse("20261128T095900Z-10-0badcafe").orElseThrow();

    private Instant now = NOW;
    private final List<String> told = new ArrayList<>();
    private HistoryAlarm alarm;

    @TempDir
    Path folder;

    @BeforeEach
    void start() {
        alarm = new HistoryAlarm(() -> now, new ToldStands(folder.resolve("jobs")), this::hear);
    }

    private void hear(DaemonEvent event) {
        told.add(
                switch (event) {
                    case DaemonEvent.HistoryStands e -> "stands " + e.job();
                    case DaemonEvent.HistoryGoesOn e -> "goes on " + e.job();
                    case DaemonEvent.HistoryLost e -> "lost " + e.lost().first();
                    default -> event.toString();
                });
    }

    private static HistoryStatus history(HistoryHealth health, long gaps) {
        List<Lost> newest = LongStream.range(0, Math.min(20, gaps))
                .mapToObj(i -> new Lost(NOW, TimelineEnd.HOLE, BASE, gaps - i, Optional.empty(), "lost"))
                .toList();
        return new HistoryStatus(
                health,
                Optional.of(new HistoryStanding(
                        NOW,
                        State.RECORDING,
                        NOW,
                        "",
                        Optional.of(BASE),
                        1,
                        Optional.of(NOW),
                        Optional.empty(),
                        Map.of(),
                        0,
                        Map.of(),
                        gaps,
                        newest,
                        0,
                        Optional.empty())),
                "",
                Optional.empty());
    }

    private List<String> look(HistoryHealth health, long gaps) {
        told.clear();
        alarm.look(List.of("one"), Map.of("one", history(health, gaps)));
        return told;
    }

    @Test
    void oneThatStandsIsToldOnceAndThatItGoesOn() {
        assertEquals(List.of(), look(HistoryHealth.LATE, 0)); // as it was before the start: it may catch up
        assertEquals(List.of(), look(HistoryHealth.LATE, 0));
        now = NOW.plusSeconds(15);
        assertEquals(List.of("stands one"), look(HistoryHealth.LATE, 0));
        assertEquals(List.of(), look(HistoryHealth.LATE, 0));
        assertEquals(List.of("goes on one"), look(HistoryHealth.WELL, 0));
        assertEquals(List.of(), look(HistoryHealth.WELL, 0));
    }

    @Test
    void whatWasToldBeforeARestartIsEnded() {
        look(HistoryHealth.LATE, 0);
        look(HistoryHealth.LATE, 0);
        now = NOW.plusSeconds(15);
        assertEquals(List.of("stands one"), look(HistoryHealth.LATE, 0));

        start();
        look(HistoryHealth.LATE, 0);
        assertEquals(List.of("goes on one"), look(HistoryHealth.WELL, 0));
        assertEquals(List.of(), look(HistoryHealth.WELL, 0));
        start();
        assertEquals(List.of(), look(HistoryHealth.WELL, 0));
        assertEquals(List.of(), look(HistoryHealth.WELL, 0));
    }

    @Test
    void eachGapIsToldOnceTheOldestFirstAndNoneFromBeforeTheStart() {
        assertEquals(List.of(), look(HistoryHealth.WELL, 3));
        assertEquals(List.of("lost 4", "lost 5"), look(HistoryHealth.WELL, 5));
        assertEquals(List.of(), look(HistoryHealth.WELL, 5));
        assertEquals(20, look(HistoryHealth.WELL, 500).size());
    }

    @Test
    void whatIsAnothersToRecordStandsHereNoMore() {
        look(HistoryHealth.LATE, 0);
        look(HistoryHealth.LATE, 0);
        now = NOW.plusSeconds(60);
        assertEquals(List.of("stands one"), look(HistoryHealth.LATE, 0));
        told.clear();
        alarm.look(List.of(), Map.of());
        assertEquals(List.of("goes on one"), told);
    }
}
