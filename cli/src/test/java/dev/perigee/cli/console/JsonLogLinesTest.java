package dev.perigee.cli.console;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;

class JsonLogLinesTest {

    private static LogRecord record(Level level, String logger, String text) {
        LogRecord record = new LogRecord(level, text);
        record.setInstant(Instant.parse("2026-11-23T14:44:29.123Z"));
        record.setLoggerName(logger);
        return record;
    }

    @Test
    void aSentenceIsAMessage() {
        LogRecord record = record(Level.WARNING, "dev.perigee.daemon.JobLog", "sink \"offsite\"\nis away");
        record.setThrown(new IllegalStateException("why"));

        assertEquals(
                "{\"time\":\"2026-11-23T14:44:29.123Z\",\"level\":\"warning\",\"message\":\"sink \\\"offsite\\\"\\nis away\","
                        + "\"error\":\"java.lang.IllegalStateException: why\"}\n",
                JsonLogLines.of(record));
    }

    @Test
    void anEventIsAnObject() {
        assertEquals(
                "{\"time\":\"2026-11-23T14:44:29.123Z\",\"level\":\"info\",\"event\":{\"what\":\"ended\"}}\n",
                JsonLogLines.of(record(Level.INFO, JsonLogLines.EVENTS, "{\"what\":\"ended\"}")));
    }

    @Test
    void aDefectIsAnErrorAndADetailDebug() {
        assertEquals(true, JsonLogLines.of(record(Level.SEVERE, "x", "y")).contains("\"level\":\"error\""));
        assertEquals(true, JsonLogLines.of(record(Level.FINE, "x", "y")).contains("\"level\":\"debug\""));
    }
}
