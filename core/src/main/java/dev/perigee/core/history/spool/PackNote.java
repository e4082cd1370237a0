package dev.perigee.core.history.spool;

import dev.perigee.core.disk.DurableFile;
import dev.perigee.core.disk.SmallFile;
import dev.perigee.core.words.FailureWords;
import dev.perigee.etcd.format.json.Json;
import dev.perigee.etcd.format.json.JsonArray;
import dev.perigee.etcd.format.json.JsonException;
import dev.perigee.etcd.format.json.JsonNumber;
import dev.perigee.etcd.format.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What is noted beside a pack.
 *
 * @param sinks who has to get it
 * @param generation how often it was joined
 * @param tail what its last revisions held, until the timeline says so
 * @param unasked whether etcd is still to be asked how long the leases live that it names
 */
record PackNote(Set<String> sinks, int generation, Tail tail, boolean unasked) {

    PackNote(Set<String> sinks, int generation) {
        this(sinks, generation, Tail.NONE, false);
    }

    PackNote owedTo(Set<String> others) {
        return new PackNote(others, generation, tail, unasked);
    }

    PackNote asked() {
        return new PackNote(sinks, generation, tail, false);
    }

    static PackNote read(Path file) throws IOException {
        try {
            JsonObject json = Json.parseObject(SmallFile.read(file, SmallFile.NOTE));
            Optional<JsonNumber> generation = json.number("generation");
            return new PackNote(
                    Set.copyOf(json.strings("owed")),
                    generation.isPresent() ? Math.toIntExact(generation.get().asLong()) : 0,
                    Tail.ofWords(json.strings("tail")),
                    json.bool("unasked").orElse(false));
        } catch (JsonException e) {
            throw new IOException(file + " can't be read: " + FailureWords.of(e), e);
        }
    }

    void write(Path file) throws IOException {
        JsonObject json = JsonObject.builder()
                .put("owed", JsonArray.ofStrings(List.copyOf(sinks)))
                .put("generation", generation)
                .put("tail", JsonArray.ofStrings(tail.words()))
                .put("unasked", unasked)
                .build();
        DurableFile.replace(file, Json.write(json).getBytes(StandardCharsets.UTF_8));
    }
}
