package dev.perigee.daemon.http;

import dev.perigee.core.report.Json;
import dev.perigee.daemon.watch.Veil;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An answer.
 *
 * @param status HTTP's number
 * @param type its content type
 * @param body in UTF-8
 * @param headers further ones
 */
record Reply(int status, String type, String body, Map<String, String> headers) {

    Reply {
        headers = Map.copyOf(headers);
    }

    static Reply json(int status, @Nullable Object value) {
        return new Reply(status, "application/json", Json.of(value) + "\n", Map.of());
    }

    static Reply text(int status, String text) {
        return new Reply(status, "text/plain; charset=utf-8", text + "\n", Map.of());
    }

    /** What went wrong, in the shape that all failures have. */
    static Reply error(int status, String error, String hint) {
        Map<String, @Nullable Object> value = new LinkedHashMap<>();
        value.put("error", Veil.over(error));
        value.put("hint", Veil.over(hint));
        return json(status, value);
    }

    Reply with(String header, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new Reply(status, type, body, more);
    }

    byte[] bytes() {
        return body.getBytes(StandardCharsets.UTF_8);
    }
}
