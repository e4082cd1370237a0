package dev.perigee.cli.console;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Whether what we say goes to systemd's journal, which notes the time itself and wants to know how grave a line is. */
final class Journal {

    /** Set by systemd; a shell below it inherits the variable, but not the stream. */
    private static final String STREAM = "JOURNAL_STREAM";

    private Journal() {}

    /**
     * Asks whether a stream is the journal's.
     *
     * @param environment the process's variables
     * @param stream a path that stands for the stream, such as {@code /proc/self/fd/2}
     * @return whether it is
     */
    static boolean receives(Map<String, String> environment, Path stream) {
        String named = environment.getOrDefault(STREAM, "");
        return !named.isEmpty() && named.equals(identity(stream));
    }

    private static String identity(Path stream) {
        try {
            Map<String, Object> file = Files.readAttributes(stream, "unix:dev,ino");
            return file.get("dev") + ":" + file.get("ino");
        } catch (IOException | UnsupportedOperationException e) {
            return "";
        }
    }
}
