package dev.perigee.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.perigee.core.progress.ProgressEvent;
import dev.perigee.daemon.JobLog.Line;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class JobLogTest {

    @Test
    void whatGoesWrongIsAWarning() {
        assertEquals(
                warning("sink 'offsite': attempt 2 failed: nobody listens there; trying again in 1.5 s"),
                JobLog.line(new ProgressEvent.Retrying(
                        "sink 'offsite'", 2, Duration.ofMillis(1_500), "nobody listens there")));
        assertEquals(
                warning("ID was given up, and a, b never got it: more than 3 bodies wait in the spool"),
                JobLog.line(new ProgressEvent.SpoolDropped("ID", "a, b", "more than 3 bodies wait in the spool")));
        assertEquals(
                warning("member m reports: NOSPACE"),
                JobLog.line(new ProgressEvent.Warning("member m reports: NOSPACE")));
    }

    private static Optional<Line> warning(String text) {
        return Optional.of(new Line(Level.WARNING, text));
    }

    @Test
    void whatComesWithEveryBlobIsNoLine() {
        for (ProgressEvent event : List.of(
                new ProgressEvent.Receiving(1, 2),
                new ProgressEvent.Uploading("s", "k", 1, 2),
                new ProgressEvent.Downloading("s", "k", 1, 2))) {
            assertEquals(Optional.empty(), JobLog.line(event));
        }
    }

    @Test
    void whichMemberIsReadIsToldAlways() {
        assertEquals(
                Optional.of(new Line(Level.INFO, "snapshot from member m at http://h:1, etcd 3.6.1 (a follower)")),
                JobLog.line(new ProgressEvent.MemberChosen("http://h:1", "m", "3.6.1", "a follower")));
    }
}
