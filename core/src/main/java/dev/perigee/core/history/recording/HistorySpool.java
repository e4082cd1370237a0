package dev.perigee.core.history.recording;

import dev.perigee.api.Sha256;
import dev.perigee.core.catalog.UnreadableManifest;
import dev.perigee.core.disk.DurableFile;
import dev.perigee.core.history.PackId;
import dev.perigee.core.history.PackJson;
import dev.perigee.core.history.PackRecord;
import dev.perigee.core.history.PackRecord.Follows;
import dev.perigee.core.history.standing.StandingKeeper;
import dev.perigee.etcd.format.json.Json;
import dev.perigee.etcd.format.json.JsonArray;
import dev.perigee.etcd.format.json.JsonException;
import dev.perigee.etcd.format.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Packs of one job on their way to its sinks, on this machine's disk, over restarts and kill -9. Safe for many threads.
 *
 * <p>On disk: {@code timeline.json}, what is being recorded; {@code open.rows}, which a killed process leaves and nobody
 * reads: etcd tells it again; for each pack {@code <pack>.rows}, its record {@code <pack>.json} and, last, {@code <pack>.owed}, who
 * still has to get it. What has no such list was never closed, and goes.
 */
final class HistorySpool {

    private static final System.Logger LOG = System.getLogger(HistorySpool.class.getName());
    private static final String ROWS = ".rows";
    private static final String RECORD = ".json";
    private static final String OWED = ".owed";
    private static final String TIMELINE = "timeline.json";
    private static final String ENDED = "ended.json";

    private final Path directory;
    private final StandingKeeper standing;

    private HistorySpool(Path directory, StandingKeeper standing) {
        this.directory = directory;
        this.standing = standing;
    }

    /** Opens it; the keeper hears of what waits, from now on. */
    static HistorySpool open(Path directory, StandingKeeper standing) throws IOException {
        DurableFile.createDirectories(directory);
        HistorySpool spool = new HistorySpool(directory, standing);
        spool.sweep();
        spool.waiting().forEach(pack -> standing.owes(pack.record(), pack.owed()));
        return spool;
    }

    Path directory() {
        return directory;
    }

    Path openFile() {
        return directory.resolve("open" + ROWS);
    }

    private synchronized void sweep() throws IOException {
        Set<String> closed = new TreeSet<>();
        ids().forEach(id -> closed.add(id.toString()));
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
            for (Path file : files) {
                String name = file.getFileName().toString();
                String stem = name.replaceFirst("\\..*", "");
                boolean ours = name.equals("open" + ROWS) || (PackId.parse(stem).isPresent() && !closed.contains(stem));
                if (ours) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    /** What is being recorded, up to its last closed pack; empty if nothing is. */
    synchronized Optional<RecordedTimeline> timeline() throws IOException {
        try {
            RecordedTimeline timeline = RecordedTimeline.fromJson(Files.readAllBytes(directory.resolve(TIMELINE)));
            long last = waiting().stream()
                    .filter(pack -> pack.record().place().timeline().equals(timeline.base()))
                    .mapToLong(pack -> pack.record().place().pack().last())
                    .max()
                    .orElse(0);
            return Optional.of(last > timeline.last() ? timeline.at(last) : timeline);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (JsonException | NumberFormatException e) {
            throw new IOException(directory.resolve(TIMELINE) + " can't be read: " + e.getMessage(), e);
        }
    }

    synchronized void follow(RecordedTimeline timeline) throws IOException {
        DurableFile.replace(directory.resolve(TIMELINE), timeline.toJson());
        Files.deleteIfExists(directory.resolve(ENDED));
    }

    /** What was recorded has ended; the next timeline's first pack says so. */
    synchronized void end(Follows ended) throws IOException {
        RecordedTimeline last = new RecordedTimeline(ended.timeline(), 0, ended.last(), Optional.of(ended));
        DurableFile.replace(directory.resolve(ENDED), last.toJson());
        Files.deleteIfExists(directory.resolve(TIMELINE));
    }

    /** What was recorded before, if nobody has said so yet. */
    synchronized Optional<Follows> ended() throws IOException {
        try {
            return RecordedTimeline.fromJson(Files.readAllBytes(directory.resolve(ENDED)))
                    .follows();
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (JsonException | NumberFormatException e) {
            throw new IOException(directory.resolve(ENDED) + " can't be read: " + e.getMessage(), e);
        }
    }

    /**
     * A pack that waits.
     *
     * @param record says what it is; its object is plain
     * @param rows the plain rows
     * @param owed the sinks that still have to get it
     */
    record Waiting(PackRecord record, Path rows, Set<String> owed) {}

    /** Takes a finished pack in: from here on it outlives this process. The timeline has come to its end then. */
    synchronized Waiting close(PackRecord record, Path finished, Collection<String> sinks, RecordedTimeline after)
            throws IOException {
        String name = record.place().pack().toString();
        Files.move(finished, directory.resolve(name + ROWS));
        DurableFile.replace(directory.resolve(name + RECORD), PackJson.write(record));
        owe(name, new TreeSet<>(sinks));
        follow(after);
        standing.closed(record, sinks);
        return new Waiting(record, directory.resolve(name + ROWS), Set.copyOf(sinks));
    }

    /** Has more known of a pack that no sink has yet. */
    synchronized void learn(PackRecord record) throws IOException {
        DurableFile.replace(directory.resolve(record.place().pack() + RECORD), PackJson.write(record));
    }

    private void owe(String name, Set<String> sinks) throws IOException {
        JsonObject json = JsonObject.builder()
                .put("owed", JsonArray.ofStrings(List.copyOf(sinks)))
                .build();
        DurableFile.replace(directory.resolve(name + OWED), Json.write(json).getBytes(StandardCharsets.UTF_8));
    }

    /** The packs that wait, the lowest revisions first. One that can't be read is left alone, and said so. */
    synchronized List<Waiting> waiting() throws IOException {
        List<Waiting> waiting = new ArrayList<>();
        for (PackId id : ids()) {
            try {
                Path record = directory.resolve(id + RECORD);
                waiting.add(new Waiting(
                        PackJson.read(record.toString(), Files.readAllBytes(record)),
                        directory.resolve(id + ROWS),
                        Set.copyOf(owed(id))));
            } catch (UnreadableManifest | IOException e) {
                LOG.log(System.Logger.Level.WARNING, "{0} can''t be used and is left alone: {1}", id, e.getMessage());
            }
        }
        waiting.sort(Comparator.comparing((Waiting pack) -> pack.record().place()));
        return waiting;
    }

    private List<PackId> ids() throws IOException {
        List<PackId> ids = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*" + OWED)) {
            for (Path file : files) {
                String name = file.getFileName().toString();
                PackId.parse(name.substring(0, name.length() - OWED.length())).ifPresent(ids::add);
            }
        }
        return ids;
    }

    /** A sink has it; with the last one it goes. */
    synchronized void settle(PackId id, String sink) throws IOException {
        Set<String> owed = new TreeSet<>(owed(id));
        owed.remove(sink);
        standing.settled(id, sink);
        if (owed.isEmpty()) {
            drop(id);
        } else {
            owe(id.toString(), owed);
        }
    }

    private List<String> owed(PackId id) throws IOException {
        try {
            return Json.parseObject(Files.readAllBytes(directory.resolve(id + OWED)))
                    .strings("owed");
        } catch (NoSuchFileException e) {
            return List.of(); // it was given up meanwhile
        }
    }

    synchronized void drop(PackId id) throws IOException {
        standing.dropped(id);
        Files.deleteIfExists(directory.resolve(id + OWED));
        Files.deleteIfExists(directory.resolve(id + RECORD));
        Files.deleteIfExists(directory.resolve(id + ROWS));
    }

    /** Gives up the oldest packs until the others take no more than so much. Says which. */
    synchronized List<Waiting> bound(long bytes) throws IOException {
        List<Waiting> waiting = waiting();
        long total = 0;
        for (Waiting pack : waiting) {
            total += pack.record().object().length();
        }
        List<Waiting> given = new ArrayList<>();
        for (Waiting pack : waiting) {
            if (total <= bytes || given.size() == waiting.size() - 1) {
                break;
            }
            drop(pack.record().place().pack());
            total -= pack.record().object().length();
            given.add(pack);
        }
        return given;
    }

    static Sha256 digest(Path file) throws IOException {
        MessageDigest digest = Sha256.digester();
        byte[] buffer = new byte[1 << 16];
        try (InputStream in = Files.newInputStream(file)) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                digest.update(buffer, 0, read);
            }
        }
        return Sha256.of(digest.digest());
    }
}
