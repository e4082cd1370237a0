package dev.perigee.core.catalog;

import dev.perigee.core.catalog.Comparison.Heard;
import dev.perigee.core.catalog.Comparison.Result;
import dev.perigee.core.catalog.Comparison.Verdict;
import dev.perigee.etcd.format.json.JsonArray;
import dev.perigee.etcd.format.json.JsonException;
import dev.perigee.etcd.format.json.JsonObject;
import dev.perigee.etcd.format.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The {@code comparison} of a manifest. */
final class ComparisonJson {

    private ComparisonJson() {}

    static JsonObject write(Comparison comparison) {
        return JsonObject.builder()
                .put("result", comparison.result().word())
                .put("voters", comparison.voters())
                .put(
                        "members",
                        new JsonArray(comparison.members().stream()
                                .<JsonValue>map(ComparisonJson::member)
                                .toList()))
                .build();
    }

    private static JsonObject member(Heard heard) {
        return JsonObject.builder()
                .put("id", Long.toHexString(heard.id()))
                .put("name", heard.name())
                .put("version", heard.version())
                .put("verdict", heard.verdict().word())
                .put("reason", heard.reason())
                .build();
    }

    /** Empty where it speaks of results that only a newer release knows: the backup is no worse for that. */
    static Optional<Comparison> read(JsonObject json) throws JsonException {
        List<Heard> members = new ArrayList<>();
        for (JsonValue value : json.array("members")) {
            if (!(value instanceof JsonObject member)) {
                throw new JsonException("'members' must hold objects only");
            }
            Optional<Heard> heard = heard(member);
            if (heard.isEmpty()) {
                return Optional.empty();
            }
            members.add(heard.get());
        }
        int voters = voters(json);
        String word = text(json, "result");
        return Stream.of(Result.values())
                .filter(result -> result.word().equals(word))
                .findFirst()
                .map(result -> new Comparison(result, voters, members));
    }

    private static int voters(JsonObject json) throws JsonException {
        long voters = json.number("voters")
                .orElseThrow(() -> new JsonException("'voters' is missing"))
                .asLong();
        if (voters < 0 || voters > Integer.MAX_VALUE) {
            throw new JsonException("there are no clusters of " + voters + " voters");
        }
        return (int) voters;
    }

    private static Optional<Heard> heard(JsonObject json) throws JsonException {
        long id = Long.parseUnsignedLong(text(json, "id"), 16);
        String name = text(json, "name");
        String version = text(json, "version");
        String reason = text(json, "reason");
        String word = text(json, "verdict");
        return Stream.of(Verdict.values())
                .filter(verdict -> verdict.word().equals(word))
                .findFirst()
                .map(verdict -> new Heard(id, name, version, verdict, reason));
    }

    private static String text(JsonObject json, String name) throws JsonException {
        return json.string(name).orElseThrow(() -> new JsonException("'" + name + "' is missing"));
    }
}
