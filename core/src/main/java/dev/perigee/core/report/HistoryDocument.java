package dev.perigee.core.report;

import dev.perigee.core.history.standing.HistoryStanding;
import dev.perigee.core.history.standing.HistoryStatus;
import dev.perigee.core.words.Sizes;
import dev.perigee.core.words.Words;
import dev.perigee.etcd.format.json.JsonArray;
import dev.perigee.etcd.format.json.JsonBoolean;
import dev.perigee.etcd.format.json.JsonNull;
import dev.perigee.etcd.format.json.JsonNumber;
import dev.perigee.etcd.format.json.JsonObject;
import dev.perigee.etcd.format.json.JsonString;
import dev.perigee.etcd.format.json.JsonValue;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How a history that is being recorded is shown. Pure. */
public final class HistoryDocument {

    private HistoryDocument() {}

    /**
     * All of it, for programs.
     *
     * @param history how it stands
     * @param now what time it is
     * @return for {@link Json#of}
     */
    public static Map<String, @Nullable Object> of(HistoryStatus history, Instant now) {
        Map<String, @Nullable Object> value = new LinkedHashMap<>();
        value.put("health", word(history.health()));
        value.put("finding", history.sentence());
        value.put("cure", history.cure().orElse(""));
        value.put(
                "lossSeconds",
                history.standing()
                        .flatMap(standing -> standing.loss(now))
                        .map(Duration::toSeconds)
                        .orElse(null));
        value.put(
                "standing",
                history.standing().map(standing -> plain(standing.json())).orElse(null));
        return value;
    }

    private static @Nullable Object plain(JsonValue value) {
        return switch (value) {
            case JsonObject object -> {
                Map<String, @Nullable Object> members = new LinkedHashMap<>();
                object.members().forEach((name, member) -> members.put(name, plain(member)));
                yield members;
            }
            case JsonArray array ->
                array.values().stream().map(HistoryDocument::plain).toList();
            case JsonString(String text) -> text;
            case JsonNumber(String literal) -> new BigDecimal(literal);
            case JsonBoolean(boolean flag) -> flag;
            case JsonNull _ -> null;
        };
    }

    /**
     * What a sink lacks of it, in a cell of a table.
     *
     * @param history how it stands
     * @param sink the sink's name
     * @param now what time it is
     * @return such as {@code 12s} or {@code late, 10m0s}
     */
    public static String behind(HistoryStatus history, String sink, Instant now) {
        Optional<String> age = history.standing()
                .flatMap(standing -> Optional.ofNullable(standing.stored().get(sink)))
                .flatMap(HistoryStanding.Stored::until)
                .map(until -> Words.span(Duration.between(until, now)));
        return switch (history.health()) {
            case WELL -> age.orElse("");
            case LATE -> age.map(span -> "late, " + span).orElse("late");
            case NEW, NEVER, ELSEWHERE -> word(history.health());
        };
    }

    /**
     * How it stands, in a sentence.
     *
     * @param history how it stands
     * @param now what time it is
     * @return a sentence without a full stop
     */
    public static String sentence(HistoryStatus history, Instant now) {
        return history.standing()
                .map(standing -> sentence(standing, now))
                .orElseGet(() -> history.sentence().isEmpty()
                        ? "the history isn't recorded on this machine"
                        : history.sentence());
    }

    private static String sentence(HistoryStanding standing, Instant now) {
        String doing = switch (standing.state()) {
            case RECORDING -> "the history is recorded since " + second(standing.since());
            case STANDING -> "the history stands still since " + second(standing.since()) + ", " + standing.why();
            case WAITING -> "the history waits for a backup since " + second(standing.since());
        };
        String newest = standing.recorded()
                .map(time -> "; all up to " + ago(time, now) + " is recorded, revision " + standing.revision()
                        + " the newest")
                .orElse("; nothing is recorded yet");
        String stored = standing.storedUntil()
                .map(time -> ", up to " + ago(time, now) + " is in a sink")
                .orElse("");
        String waits = standing.waiting() == 0 ? "" : "; " + Sizes.human(standing.waiting()) + " wait for a sink";
        String gaps = standing.gaps() == 0
                ? ""
                : "; " + Words.count(standing.gaps(), "gap")
                        + standing.newestGaps().stream()
                                .findFirst()
                                .map(gap -> ", the last noticed " + second(gap.at()) + ": " + gap.revisions() + ": "
                                        + gap.why())
                                .orElse("");
        return doing + newest + stored + waits + gaps;
    }

    private static String ago(Instant time, Instant now) {
        return Words.span(Duration.between(time, now)) + " ago";
    }

    private static Instant second(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS);
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
