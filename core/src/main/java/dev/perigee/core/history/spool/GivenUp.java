package dev.perigee.core.history.spool;

import dev.perigee.core.disk.DurableFile;
import dev.perigee.core.disk.SmallFile;
import dev.perigee.etcd.format.json.Json;
import dev.perigee.etcd.format.json.JsonArray;
import dev.perigee.etcd.format.json.JsonException;
import dev.perigee.etcd.format.json.JsonNumber;
import dev.perigee.etcd.format.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which sinks never got some packs, and no backup behind these: what they take now is worth nothing to them. Not safe for many threads.
 *
 * @param file where it is written; absent where there are none
 */
record GivenUp(Path file) {

    /** What is written: who lacks some, and up to which revision. */
    private record Note(Set<String> lacking, long last) {

        static final Note NONE = new Note(Set.of(), 0);

        static Note of(JsonObject json) throws JsonException {
            Optional<JsonNumber> last = json.number("last");
            return new Note(
                    Set.copyOf(json.strings("lacking")),
                    last.isPresent() ? last.get().asLong() : 0);
        }

        Note and(HistorySpool.Waiting pack) {
            Set<String> all = new TreeSet<>(lacking);
            all.addAll(pack.owed());
            return new Note(all, Math.max(last, pack.record().place().pack().last()));
        }

        JsonObject json() {
            return JsonObject.builder()
                    .put("lacking", JsonArray.ofStrings(List.copyOf(lacking)))
                    .put("last", last)
                    .build();
        }
    }

    void note(List<HistorySpool.Waiting> packs) throws IOException {
        if (packs.isEmpty()) {
            return;
        }
        Note note = read();
        for (HistorySpool.Waiting pack : packs) {
            note = note.and(pack);
        }
        DurableFile.replace(file, Json.write(note.json()).getBytes(StandardCharsets.UTF_8));
    }

    Set<String> lacking() throws IOException {
        return read().lacking();
    }

    /** There is a backup of a revision: it stands for all that was given up before it, and for nothing behind it. */
    void bridged(long revision) throws IOException {
        if (read().last() <= revision) {
            Files.deleteIfExists(file);
        }
    }

    private Note read() throws IOException {
        try {
            return Note.of(Json.parseObject(SmallFile.read(file, SmallFile.NOTE)));
        } catch (NoSuchFileException | JsonException e) {
            return Note.NONE;
        }
    }
}
