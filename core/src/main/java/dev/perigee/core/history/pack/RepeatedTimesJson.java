package dev.perigee.core.history.pack;

import dev.perigee.core.history.pack.RepeatedTimes.Span;
import dev.perigee.etcd.format.json.JsonArray;
import dev.perigee.etcd.format.json.JsonException;
import dev.perigee.etcd.format.json.JsonObject;
import dev.perigee.etcd.format.json.JsonValue;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Times that came twice, as records and notes hold them: {@code "repeated": [{"first": …, "last": …}]}. */
public final class RepeatedTimesJson {

    private static final String REPEATED = "repeated";

    private RepeatedTimesJson() {}

    /**
     * Adds them, if there are any.
     *
     * @param json what is written
     * @param repeated the times
     */
    public static void put(JsonObject.Builder json, RepeatedTimes repeated) {
        if (!repeated.spans().isEmpty()) {
            json.put(
                    REPEATED,
                    new JsonArray(repeated.spans().stream()
                            .map(RepeatedTimesJson::span)
                            .toList()));
        }
    }

    private static JsonValue span(Span span) {
        return JsonObject.builder()
                .put("first", span.first().toString())
                .put("last", span.last().toString())
                .build();
    }

    /**
     * Reads them.
     *
     * @param json what was written
     * @return none where it doesn't tell of any
     * @throws JsonException if it tells what nobody writes
     */
    public static RepeatedTimes read(JsonObject json) throws JsonException {
        List<Span> spans = new ArrayList<>();
        for (JsonValue value : json.array(REPEATED)) {
            if (!(value instanceof JsonObject span)) {
                throw new JsonException("'" + REPEATED + "' must hold objects only");
            }
            spans.add(new Span(time(span, "first"), time(span, "last")));
        }
        return new RepeatedTimes(spans);
    }

    private static Instant time(JsonObject span, String name) throws JsonException {
        try {
            return Instant.parse(span.string(name).orElse(""));
        } catch (DateTimeException e) {
            throw new JsonException("'" + REPEATED + "' tells no time as '" + name + "'", e);
        }
    }
}
