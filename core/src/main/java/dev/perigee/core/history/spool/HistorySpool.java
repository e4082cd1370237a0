package dev.perigee.core.history.spool;

import dev.perigee.api.Sha256;
import dev.perigee.core.catalog.UnreadableManifest;
import dev.perigee.core.disk.DurableFile;
import dev.perigee.core.history.PackId;
import dev.perigee.core.history.PackJson;
import dev.perigee.core.history.PackPlace;
import dev.perigee.core.history.PackRecord;
import dev.perigee.core.history.PackRecord.Follows;
import dev.perigee.core.history.standing.StandingKeeper;
import dev.perigee.core.logging.LateLogger;
import dev.perigee.etcd.format.json.Json;
import dev.perigee.etcd.format.json.JsonArray;
import dev.perigee.etcd.format.json.JsonException;
import dev.perigee.etcd.format.json.JsonNumber;
import dev.perigee.etcd.format.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * Packs of one job on their way to its sinks, on this machine's disk, over restarts and kill -9. Safe for many threads.
 *
 * <p>On disk: {@code timeline.json}, what is being recorded; {@code open.rows}, which a killed process leaves, for etcd tells it again;
 * for each pack {@code <pack>.rows}, its record {@code <pack>.json} and, last, {@code <pack>.owed}, who still has to get it, and how
 * often it was joined. What has no such list was never closed, and goes. A pack that all have is kept until it is joined.
 */
public final class HistorySpool {

    /** What was joined so often is joined no more. */
    public static final int LAST_GENERATION = 2;

    /** How the names of files end that say what a pack was joined of: they outlive the pack. */
    public static final String JOINED = ".joined";

    private static final System.Logger LOG = LateLogger.of(HistorySpool.class);
    private static final String ROWS = ".rows";
    private static final String RECORD = ".json";
    private static final String OWED = ".owed";
    private static final String TIMELINE = "timeline.json";
    private static final String ENDED = "ended.json";
    private static final String AUTH = "auth.json";
    private static final String COMPARED = "compared.json";

    private final Path directory;
    private final StandingKeeper standing;
    private final GivenUp givenUp;
    private volatile boolean toBeBridged;

    private HistorySpool(Path directory, StandingKeeper standing) {
        this.directory = directory;
        this.standing = standing;
        this.givenUp = new GivenUp(directory.resolve("given-up.json"));
    }

    /** Opens it; the keeper hears of what waits, from now on. */
    public static HistorySpool open(Path directory, StandingKeeper standing) throws IOException {
        DurableFile.createDirectories(directory);
        HistorySpool spool = new HistorySpool(directory, standing);
        spool.sweep();
        spool.finishClosing();
        spool.waiting().forEach(pack -> standing.owes(pack.record(), pack.owed()));
        return spool;
    }

    public Path directory() {
        return directory;
    }

    public Path openFile() {
        return directory.resolve("open" + ROWS);
    }

    private synchronized void sweep() throws IOException {
        Set<String> closed = new TreeSet<>();
        ids().forEach(id -> closed.add(id.toString()));
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
            for (Path file : files) {
                String name = file.getFileName().toString();
                String stem = name.replaceFirst("\\..*", "");
                boolean unclosed = PackId.parse(stem).isPresent() && !closed.contains(stem) && !name.endsWith(JOINED);
                if (unclosed || name.equals("open" + ROWS)) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    /** Where a kill, or a full disk, came between a pack and the note of how far that goes: else its revisions are recorded twice. */
    public synchronized void finishClosing() throws IOException {
        Optional<RecordedTimeline> timeline = timeline();
        if (timeline.isEmpty()) {
            return;
        }
        Optional<PackId> newest = kept().stream()
                .map(pack -> pack.record().place())
                .filter(place -> place.timeline().equals(timeline.get().base()))
                .map(PackPlace::pack)
                .max(Comparator.comparingLong(PackId::last));
        if (newest.isPresent() && newest.get().last() > timeline.get().last()) {
            follow(timeline.get()
                    .at(newest.get().last())
                    .seen(owed(newest.get()).tail()));
        }
    }

    /** The revision of users and roles that the newest backup has; empty if that isn't known. */
    public synchronized OptionalLong auth() throws IOException {
        try {
            Optional<JsonNumber> revision = Json.parseObject(Files.readAllBytes(directory.resolve(AUTH)))
                    .number("revision");
            return revision.isPresent() ? OptionalLong.of(revision.get().asLong()) : OptionalLong.empty();
        } catch (NoSuchFileException | JsonException e) {
            return OptionalLong.empty();
        }
    }

    /** What came of the last comparison; empty if there was none. */
    public synchronized Optional<LastComparison> compared() throws IOException {
        try {
            return Optional.of(LastComparison.fromJson(Files.readAllBytes(directory.resolve(COMPARED))));
        } catch (NoSuchFileException | JsonException | DateTimeException e) {
            return Optional.empty();
        }
    }

    public synchronized void compared(LastComparison known) throws IOException {
        DurableFile.replace(directory.resolve(COMPARED), known.toJson());
    }

    public synchronized void noteAuth(long revision) throws IOException {
        JsonObject json = JsonObject.builder().put("revision", revision).build();
        DurableFile.replace(directory.resolve(AUTH), Json.write(json).getBytes(StandardCharsets.UTF_8));
    }

    /** What is being recorded, up to its last closed pack; empty if nothing is. */
    public synchronized Optional<RecordedTimeline> timeline() throws IOException {
        try {
            return Optional.of(RecordedTimeline.fromJson(Files.readAllBytes(directory.resolve(TIMELINE))));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (JsonException | NumberFormatException e) {
            throw new IOException(directory.resolve(TIMELINE) + " can't be read: " + e.getMessage(), e);
        }
    }

    public synchronized void follow(RecordedTimeline timeline) throws IOException {
        DurableFile.replace(directory.resolve(TIMELINE), timeline.toJson());
        Files.deleteIfExists(directory.resolve(ENDED));
    }

    /** What was recorded has ended; the next timeline's first pack says so. */
    public synchronized void end(Follows ended) throws IOException {
        RecordedTimeline last = new RecordedTimeline(ended.timeline(), 0, ended.last(), Optional.of(ended));
        DurableFile.replace(directory.resolve(ENDED), last.toJson());
        bridged(Long.MAX_VALUE);
        Files.deleteIfExists(directory.resolve(TIMELINE));
    }

    /** What was recorded before, if nobody has said so yet. */
    public synchronized Optional<Follows> ended() throws IOException {
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
    public record Waiting(PackRecord record, Path rows, Set<String> owed) {}

    /**
     * A pack that is here, whether or not somebody still has to get it.
     *
     * @param record says what it is; its object is plain
     * @param rows the plain rows
     * @param owed the sinks that still have to get it
     * @param generation how often it was joined
     */
    public record Kept(PackRecord record, Path rows, Set<String> owed, int generation) {}

    /** Takes a finished pack in: from here on it outlives this process. The timeline has come to its end then. */
    public synchronized Waiting close(
            PackRecord record, Path finished, Collection<String> sinks, RecordedTimeline after) throws IOException {
        Waiting pack = take(record, finished, new Owed(Set.copyOf(sinks), 0, after.tail()));
        follow(after);
        standing.closed(record, sinks);
        return pack;
    }

    /** Takes a pack in that several were joined to; some sinks may lack some of these. */
    public synchronized void join(
            PackRecord record, Path finished, Collection<String> sinks, Collection<String> lacking, int generation)
            throws IOException {
        take(record, finished, new Owed(Set.copyOf(sinks), generation));
        if (!lacking.isEmpty()) {
            standing.owes(record, lacking);
        }
    }

    private Waiting take(PackRecord record, Path finished, Owed owed) throws IOException {
        PackId id = record.place().pack();
        Files.move(finished, directory.resolve(id + ROWS));
        DurableFile.replace(directory.resolve(id + RECORD), PackJson.write(record));
        owe(id, owed);
        return new Waiting(record, directory.resolve(id + ROWS), owed.sinks());
    }

    /** Has more known of a pack that no sink has yet. */
    public synchronized void learn(PackRecord record) throws IOException {
        DurableFile.replace(directory.resolve(record.place().pack() + RECORD), PackJson.write(record));
    }

    /** Who has to get a pack, how often it was joined, and what its last revisions held, until the timeline says so. */
    private record Owed(Set<String> sinks, int generation, Tail tail) {

        Owed(Set<String> sinks, int generation) {
            this(sinks, generation, Tail.NONE);
        }
    }

    private void owe(PackId id, Owed owed) throws IOException {
        JsonObject json = JsonObject.builder()
                .put("owed", JsonArray.ofStrings(List.copyOf(owed.sinks())))
                .put("generation", owed.generation())
                .put("tail", JsonArray.ofStrings(owed.tail().words()))
                .build();
        DurableFile.replace(directory.resolve(id + OWED), Json.write(json).getBytes(StandardCharsets.UTF_8));
    }

    /** The packs that wait, the lowest revisions first. */
    public synchronized List<Waiting> waiting() throws IOException {
        return waiting(_ -> true);
    }

    /** Those of them that are wanted. Each record is read after that is asked, and tells what was learnt until then. */
    public synchronized List<Waiting> waiting(Predicate<PackId> wanted) throws IOException {
        return kept(wanted).stream()
                .filter(pack -> !pack.owed().isEmpty())
                .map(pack -> new Waiting(pack.record(), pack.rows(), pack.owed()))
                .toList();
    }

    /** All packs that are here, the lowest revisions first. One that can't be read is left alone, and said so. */
    public synchronized List<Kept> kept() throws IOException {
        return kept(_ -> true);
    }

    /** Those below the first one that is busy. Each record is read after that is asked, and tells what was learnt until then. */
    public synchronized List<Kept> keptBefore(Predicate<PackId> busy) throws IOException {
        return kept(Set.copyOf(ids().stream().sorted().takeWhile(busy.negate()).toList())::contains);
    }

    private List<Kept> kept(Predicate<PackId> wanted) throws IOException {
        List<Kept> kept = new ArrayList<>();
        for (PackId id : ids().stream().filter(wanted).toList()) {
            try {
                Path record = directory.resolve(id + RECORD);
                Owed owed = owed(id);
                kept.add(new Kept(
                        PackJson.read(record.toString(), Files.readAllBytes(record)),
                        directory.resolve(id + ROWS),
                        owed.sinks(),
                        owed.generation()));
            } catch (UnreadableManifest | IOException e) {
                LOG.log(System.Logger.Level.WARNING, "{0} can''t be used and is left alone: {1}", id, e.getMessage());
            }
        }
        kept.sort(Comparator.comparing((Kept pack) -> pack.record().place()));
        return kept;
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

    /** A sink has it. */
    public synchronized void settle(PackId id, String sink) throws IOException {
        if (Files.exists(directory.resolve(id + OWED))) { // else it was joined or given up meanwhile
            standing.settled(id, sink);
            toBeBridged |= givenUp.lacking().contains(sink);
            Owed owed = owed(id);
            Set<String> left = new TreeSet<>(owed.sinks());
            left.remove(sink);
            owe(id, new Owed(left, owed.generation(), owed.tail()));
        }
    }

    /** Whether a sink still has to get a pack. */
    public synchronized boolean owes(PackId id, String sink) throws IOException {
        return Files.exists(directory.resolve(id + OWED)) && owed(id).sinks().contains(sink);
    }

    /** Is joined no more, and these still have to get it. */
    public synchronized void finish(PackId id, Collection<String> sinks) throws IOException {
        Set<String> left = new TreeSet<>(owed(id).sinks());
        left.addAll(sinks);
        owe(id, new Owed(left, LAST_GENERATION));
    }

    private Owed owed(PackId id) throws IOException {
        JsonObject json = Json.parseObject(Files.readAllBytes(directory.resolve(id + OWED)));
        Optional<JsonNumber> generation = json.number("generation");
        return new Owed(
                Set.copyOf(json.strings("owed")),
                generation.isPresent() ? Math.toIntExact(generation.get().asLong()) : 0,
                Tail.ofWords(json.strings("tail")));
    }

    public synchronized void drop(PackId id) throws IOException {
        standing.dropped(id);
        Files.deleteIfExists(directory.resolve(id + OWED));
        Files.deleteIfExists(directory.resolve(id + RECORD));
        Files.deleteIfExists(directory.resolve(id + ROWS));
    }

    /** Gives up the oldest packs until the others take no more than so much: first those that nobody has to get. Says which. */
    public synchronized List<Waiting> bound(long bytes) throws IOException {
        long total = 0;
        List<Kept> kept = kept();
        for (Kept pack : kept) {
            total += pack.record().object().length();
        }
        for (Kept pack : kept) {
            if (total > bytes && pack.owed().isEmpty()) {
                drop(pack.record().place().pack());
                total -= pack.record().object().length();
            }
        }
        List<Waiting> waiting = waiting();
        List<Waiting> given = new ArrayList<>();
        for (Waiting pack : waiting) {
            if (total <= bytes || given.size() == waiting.size() - 1) {
                break;
            }
            drop(pack.record().place().pack());
            total -= pack.record().object().length();
            given.add(pack);
        }
        givenUp.note(given);
        return given;
    }

    /** Whether a sink takes packs again behind such as it never got: they are worth nothing there without a backup. */
    public boolean isToBeBridged() {
        return toBeBridged;
    }

    /**
     * There is a backup. What was given up behind it waits for the next one, which is taken when its sink is back: one at once, and
     * the next at once, would come while the sink is down.
     */
    public synchronized void bridged(long revision) throws IOException {
        givenUp.bridged(revision);
        toBeBridged = false;
    }

    public static Sha256 digest(Path file) throws IOException {
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
