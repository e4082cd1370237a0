package dev.perigee.core.history.standing;

import dev.perigee.core.catalog.BackupId;
import dev.perigee.core.history.standing.HistoryStanding.Lost;
import dev.perigee.core.history.standing.HistoryStanding.SealSeen;
import dev.perigee.core.history.standing.HistoryStanding.State;
import dev.perigee.core.history.standing.HistoryStanding.Stored;
import dev.perigee.etcd.format.json.JsonArray;
import dev.perigee.etcd.format.json.JsonException;
import dev.perigee.etcd.format.json.JsonNumber;
import dev.perigee.etcd.format.json.JsonObject;
import dev.perigee.etcd.format.json.JsonValue;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** How a standing is written down. Pure. */
final class StandingJson {

    private StandingJson() {}

    static JsonObject write(HistoryStanding standing) {
        JsonObject.Builder json = JsonObject.builder()
                .put("at", standing.at().toString())
                .put("state", word(standing.state()))
                .put("since", standing.since().toString())
                .put("why", standing.why())
                .put("revision", standing.revision())
                .put("stored", stored(standing.stored()))
                .put("waiting", standing.waiting())
                .put("timelines", timelines(standing.timelines()))
                .put("gaps", standing.gaps())
                .put(
                        "newestGaps",
                        new JsonArray(standing.newestGaps().stream()
                                .map(StandingJson::gap)
                                .toList()))
                .put("forcedBases", standing.forcedBases());
        standing.timeline().ifPresent(base -> json.put("timeline", base.toString()));
        standing.recorded().ifPresent(time -> json.put("recorded", time.toString()));
        standing.open().ifPresent(time -> json.put("open", time.toString()));
        standing.seal().ifPresent(seal -> json.put("seal", seal(seal)));
        return json.build();
    }

    private static JsonObject stored(Map<String, Stored> sinks) {
        JsonObject.Builder json = JsonObject.builder();
        sinks.forEach((sink, stored) -> {
            JsonObject.Builder one = JsonObject.builder().put("revision", stored.revision());
            stored.until().ifPresent(until -> one.put("until", until.toString()));
            json.put(sink, one.build());
        });
        return json.build();
    }

    private static JsonObject timelines(Map<TimelineEnd, Long> counts) {
        JsonObject.Builder json = JsonObject.builder();
        counts.forEach((end, count) -> json.put(end.word(), count));
        return json.build();
    }

    private static JsonValue gap(Lost lost) {
        JsonObject.Builder json = JsonObject.builder()
                .put("at", lost.at().toString())
                .put("reason", lost.end().word())
                .put("timeline", lost.timeline().toString())
                .put("first", lost.first())
                .put("why", lost.why());
        lost.last().ifPresent(last -> json.put("last", last));
        return json.build();
    }

    private static JsonObject seal(SealSeen seal) {
        return JsonObject.builder()
                .put("at", seal.at().toString())
                .put("revision", seal.revision())
                .put("verdict", word(seal.verdict()))
                .build();
    }

    /** Whatever else is wrong with it is a runtime exception of its parts. */
    static HistoryStanding read(JsonObject json) throws JsonException {
        return new HistoryStanding(
                time(json, "at"),
                State.valueOf(text(json, "state").toUpperCase(Locale.ROOT)),
                time(json, "since"),
                text(json, "why"),
                json.string("timeline").map(StandingJson::id),
                number(json, "revision"),
                json.string("recorded").map(Instant::parse),
                json.string("open").map(Instant::parse),
                stored(json),
                number(json, "waiting"),
                timelines(json),
                number(json, "gaps"),
                gaps(json),
                Math.toIntExact(number(json, "forcedBases")),
                seal(json));
    }

    private static Map<String, Stored> stored(JsonObject json) throws JsonException {
        Map<String, Stored> sinks = new TreeMap<>();
        JsonObject all = json.object("stored").orElseThrow(() -> missing("stored"));
        for (String sink : all.members().keySet()) {
            JsonObject one = all.object(sink).orElseThrow(() -> missing(sink));
            sinks.put(
                    sink,
                    new Stored(number(one, "revision"), one.string("until").map(Instant::parse)));
        }
        return sinks;
    }

    /** A word that a later version writes is passed over. */
    private static Map<TimelineEnd, Long> timelines(JsonObject json) throws JsonException {
        Map<TimelineEnd, Long> counts = new TreeMap<>();
        JsonObject all = json.object("timelines").orElseThrow(() -> missing("timelines"));
        for (String word : all.members().keySet()) {
            Optional<TimelineEnd> end = TimelineEnd.of(word);
            if (end.isPresent()) {
                counts.put(end.get(), number(all, word));
            }
        }
        return counts;
    }

    private static List<Lost> gaps(JsonObject json) throws JsonException {
        List<Lost> gaps = new ArrayList<>();
        for (JsonValue value : json.array("newestGaps")) {
            if (value instanceof JsonObject gap
                    && TimelineEnd.of(text(gap, "reason")).isPresent()) {
                gaps.add(gap(gap, TimelineEnd.of(text(gap, "reason")).orElseThrow()));
            }
        }
        return gaps;
    }

    private static Lost gap(JsonObject gap, TimelineEnd end) throws JsonException {
        Optional<JsonNumber> last = gap.number("last");
        return new Lost(
                time(gap, "at"),
                end,
                id(text(gap, "timeline")),
                number(gap, "first"),
                last.isPresent() ? Optional.of(last.get().asLong()) : Optional.empty(),
                text(gap, "why"));
    }

    private static Optional<SealSeen> seal(JsonObject json) throws JsonException {
        Optional<JsonObject> seal = json.object("seal");
        return seal.isEmpty()
                ? Optional.empty()
                : Optional.of(new SealSeen(
                        time(seal.get(), "at"),
                        number(seal.get(), "revision"),
                        SealSeen.Verdict.valueOf(text(seal.get(), "verdict").toUpperCase(Locale.ROOT))));
    }

    private static BackupId id(String text) {
        return BackupId.parse(text).orElseThrow(() -> new IllegalArgumentException("'" + text + "' is no backup"));
    }

    private static Instant time(JsonObject json, String name) throws JsonException {
        return Instant.parse(text(json, name));
    }

    private static String text(JsonObject json, String name) throws JsonException {
        return json.string(name).orElseThrow(() -> missing(name));
    }

    private static long number(JsonObject json, String name) throws JsonException {
        return json.number(name).orElseThrow(() -> missing(name)).asLong();
    }

    private static JsonException missing(String name) {
        return new JsonException("'" + name + "' is missing");
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
