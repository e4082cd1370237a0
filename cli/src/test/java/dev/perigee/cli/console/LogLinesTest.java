package dev.perigee.cli.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogLinesTest {

    private static LogRecord record(Level level, String text, Throwable... thrown) {
        LogRecord record = new LogRecord(level, text);
        record.setInstant(Instant.parse("2026-11-23T14:44:29.123Z"));
        record.setLoggerName("dev.perigee.daemon.VerbRunner");
        for (Throwable each : thrown) {
            record.setThrown(each);
        }
        return record;
    }

    @Test
    void aLineIsTimeLevelAndWhatHappened() {
        assertEquals(
                "2026-11-23T14:44:29Z WARN  job prod: sink 'offsite' is away\n",
                new LogLines(false, false).of(record(Level.WARNING, "job prod: sink 'offsite' is away")));
    }

    @Test
    void whereItCameFromIsForDebugging() {
        assertEquals(
                "2026-11-23T14:44:29Z INFO  VerbRunner: done\n",
                new LogLines(false, true).of(record(Level.INFO, "done")));
    }

    @Test
    void theJournalKeepsTheTimeItselfAndGetsTheLevelOfEachLine() {
        assertEquals("<6>done\n", new LogLines(true, false).of(record(Level.INFO, "done")));
        assertTrue(new LogLines(true, true)
                .of(record(Level.SEVERE, "a defect", new IllegalStateException("oops")))
                .lines()
                .allMatch(line -> line.startsWith("<3>")));
    }

    @Test
    void aRecordIsOneLineThatNoTerminalObeys() {
        assertEquals(
                "2026-11-23T14:44:29Z WARN  a\\u001b[31m\\n2026-11-28T00:00:00Z INFO  x: forged: b\\rc\n",
                new LogLines(false, false)
                        .of(record(
                                Level.WARNING,
                                "a\u001b[31m\n2026-11-28T00:00:00Z INFO  x: forged",
                                new IOException("b\rc"))));
    }

    @Test
    void anOrdinaryFaultIsItsSentenceAndADefectAlsoItsKind() {
        LogLines lines = new LogLines(true, false);

        assertEquals(
                "<4>it failed: no such host\n",
                lines.of(record(Level.WARNING, "it failed", new IOException("no such host"))));
        assertEquals(
                "<3>a defect: java.lang.IllegalStateException: oops\n",
                lines.of(record(Level.SEVERE, "a defect", new IllegalStateException("oops"))));
    }

    @Test
    void onlyTheStreamThatSystemdNamesIsTheJournal(@TempDir Path folder) throws IOException {
        Path stream = Files.createFile(folder.resolve("stream"));
        Path other = Files.createFile(folder.resolve("other"));
        Map<String, Object> file = Files.readAttributes(stream, "unix:dev,ino");
        Map<String, String> named = Map.of("JOURNAL_STREAM", file.get("dev") + ":" + file.get("ino"));

        assertTrue(Journal.receives(named, stream));
        assertFalse(Journal.receives(named, other));
        assertFalse(Journal.receives(Map.of(), stream));
        assertFalse(Journal.receives(Map.of("JOURNAL_STREAM", ""), folder.resolve("missing")));
    }
}
