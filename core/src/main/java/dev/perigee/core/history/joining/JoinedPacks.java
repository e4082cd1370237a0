package dev.perigee.core.history.joining;

import dev.perigee.api.Sha256;
import dev.perigee.core.catalog.BackupId;
import dev.perigee.core.disk.DurableFile;
import dev.perigee.core.disk.SmallFile;
import dev.perigee.core.history.pack.PackId;
import dev.perigee.core.history.pack.PackJson;
import dev.perigee.core.history.pack.PackPlace;
import dev.perigee.core.history.pack.PackRecord;
import dev.perigee.core.history.spool.HistorySpool;
import dev.perigee.core.words.FailureWords;
import dev.perigee.etcd.format.json.Json;
import dev.perigee.etcd.format.json.JsonArray;
import dev.perigee.etcd.format.json.JsonException;
import dev.perigee.etcd.format.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which packs this machine has joined, and in which sinks the parts still lie beside the whole: a file {@code <pack>.joined} each. Without
 * it nobody knows, and the parts stay until they are too old. Safe for many threads.
 */
public final class JoinedPacks {

    /** Bytes of a file with a line for each of some nine hundred parts. */
    private static final int LONGEST = 1 << 20;

    private final Path directory;

    public JoinedPacks(Path directory) {
        this.directory = directory;
    }

    /**
     * A pack that several were joined to.
     *
     * @param place the pack
     * @param sha256 of its plain rows
     * @param parts what it stands for, and the digests of their records
     * @param sinks where the parts still lie
     */
    public record Joined(PackPlace place, Sha256 sha256, SortedMap<PackId, Sha256> parts, Set<String> sinks) {

        boolean isWhatIsIn(PackRecord record) {
            return record.place().equals(place)
                    && record.object().content().sha256().equals(sha256);
        }

        /** Whether the record of a part is the one that was joined, however its rows are stored. */
        boolean isPart(PackRecord record) {
            return Optional.ofNullable(parts.get(record.place().pack()))
                    .filter(PackJson.digest(record)::equals)
                    .isPresent();
        }
    }

    synchronized void note(PackRecord record, Map<PackId, Sha256> parts, Collection<String> sinks) throws IOException {
        write(new Joined(record.place(), record.object().sha256(), new TreeMap<>(parts), new TreeSet<>(sinks)));
    }

    private void write(Joined joined) throws IOException {
        JsonObject json = JsonObject.builder()
                .put("timeline", joined.place().timeline().toString())
                .put("sha256", joined.sha256().toString())
                .put(
                        "parts",
                        JsonArray.ofStrings(joined.parts().entrySet().stream()
                                .map(part -> part.getKey() + " " + part.getValue())
                                .toList()))
                .put("sinks", JsonArray.ofStrings(List.copyOf(joined.sinks())))
                .build();
        DurableFile.replace(file(joined.place().pack()), Json.write(json).getBytes(StandardCharsets.UTF_8));
    }

    private Path file(PackId pack) {
        return directory.resolve(pack + HistorySpool.JOINED);
    }

    /** In the order of their places. */
    synchronized List<Joined> all() throws IOException {
        List<Joined> all = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*" + HistorySpool.JOINED)) {
            for (Path file : files) {
                String name = file.getFileName().toString();
                PackId pack = PackId.parse(name.substring(0, name.length() - HistorySpool.JOINED.length()))
                        .orElseThrow(() -> new IOException(file + " isn't named as a pack"));
                all.add(read(pack, file));
            }
        }
        all.sort(Comparator.comparing(Joined::place));
        return all;
    }

    private static Joined read(PackId pack, Path file) throws IOException {
        try {
            JsonObject json = Json.parseObject(SmallFile.read(file, LONGEST));
            BackupId timeline = json.string("timeline")
                    .flatMap(BackupId::parse)
                    .orElseThrow(() -> new JsonException("'timeline' is missing"));
            SortedMap<PackId, Sha256> parts = new TreeMap<>();
            for (String part : json.strings("parts")) {
                String[] words = part.split(" ", 2);
                PackId id = PackId.parse(words[0]).orElseThrow(() -> new JsonException("'parts' holds " + part));
                parts.put(id, Sha256.parse(words[words.length - 1]));
            }
            return new Joined(
                    new PackPlace(timeline, pack),
                    Sha256.parse(json.string("sha256").orElse("")),
                    parts,
                    new TreeSet<>(json.strings("sinks")));
        } catch (JsonException | IllegalArgumentException e) {
            throw new IOException(file + " can't be read: " + FailureWords.of(e), e);
        }
    }

    /** In this sink the whole stands alone, or the parts stay. */
    synchronized void settle(Joined joined, String sink) throws IOException {
        Set<String> left = new TreeSet<>(joined.sinks());
        all().stream().filter(each -> each.place().equals(joined.place())).forEach(now -> left.retainAll(now.sinks()));
        left.remove(sink);
        if (left.isEmpty()) {
            Files.deleteIfExists(file(joined.place().pack()));
        } else {
            write(new Joined(joined.place(), joined.sha256(), joined.parts(), left));
        }
    }
}
