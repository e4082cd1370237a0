package dev.perigee.cli.console;

import dev.perigee.core.report.Json;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.SimpleFormatter;

/** Log records as JSON, an object on a line each, for programs. Pure. */
final class JsonLogLines {

    /** Whose messages are JSON already. */
    static final String EVENTS = "dev.perigee.daemon.events";

    private static final SimpleFormatter MESSAGES = new SimpleFormatter();

    private JsonLogLines() {}

    /** The record, with a line end. */
    static String of(LogRecord record) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("time", record.getInstant().truncatedTo(ChronoUnit.MILLIS));
        line.put("level", level(record.getLevel()));
        String message = MESSAGES.formatMessage(record);
        if (EVENTS.equals(record.getLoggerName())) {
            String head = Json.of(line);
            return head.substring(0, head.length() - 1) + ",\"event\":" + message + "}\n";
        }
        line.put("message", message);
        if (record.getThrown() != null) {
            line.put("error", record.getThrown().toString());
        }
        return Json.of(line) + "\n";
    }

    private static String level(Level level) {
        String name = level.intValue() >= Level.SEVERE.intValue() ? "ERROR" : level.getName();
        return (level.intValue() < Level.INFO.intValue() ? "debug" : name).toLowerCase(Locale.ROOT);
    }
}
