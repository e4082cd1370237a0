package dev.perigee.sink.kit.connect;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** Times as headers of HTTP have them. */
public final class HttpDate {

    private HttpDate() {}

    /**
     * Reads one.
     *
     * @param text a header's value
     * @return empty if it is none
     */
    public static Optional<Instant> parse(String text) {
        try {
            return Optional.of(Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(text)));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
