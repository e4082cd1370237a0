package dev.perigee.core.history.spool;

import dev.perigee.api.Sha256;
import dev.perigee.core.catalog.BackupId;
import dev.perigee.core.catalog.UnreadableManifest;
import dev.perigee.core.disk.DurableFile;
import dev.perigee.core.history.pack.PackId;
import dev.perigee.core.history.pack.PackPlace;
import dev.perigee.core.history.pack.PackRecord;
import dev.perigee.core.history.pack.PackRecord.Follows;
import dev.perigee.core.history.standing.StandingKeeper;
import dev.perigee.core.logging.LateLogger;
import dev.perigee.core.words.FailureWords;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
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
    private static final String ENDED = "ended.json";

    private final Path directory;
    private final StandingKeeper standing;
    private final SpoolFiles files;
    private final GivenUp givenUp;
    private final SpoolNotes notes;
    private volatile boolean toBeBridged;

    /** How far the packs go, while that isn't on the disk. */
    private Optional<RecordedTimeline> unnoted = Optional.empty();

    private HistorySpool(Path directory, StandingKeeper standing) {
        this.directory = directory;
        this.standing = standing;
        this.files = new SpoolFiles(directory);
        this.givenUp = new GivenUp(directory.resolve("given-up.json"));
        this.notes = new SpoolNotes(directory);
    }

    /** Opens it; the keeper hears of what waits, from now on. */
    public static HistorySpool open(Path directory, StandingKeeper standing) throws IOException {
        DurableFile.createDirectories(directory);
        HistorySpool spool = new HistorySpool(directory, standing);
        spool.tidy();
        spool.waiting().forEach(pack -> standing.owes(pack.record(), pack.owed()));
        return spool;
    }

    public Path directory() {
        return directory;
    }

    public Path openFile() {
        return files.open();
    }

    /** What was never closed goes, and what was closed is noted, wherever a kill, or a full disk, came between. */
    public synchronized void tidy() throws IOException {
        files.sweep();
        finishClosing();
    }

    /** How far the packs go, where that isn't noted yet: else their revisions are recorded twice. */
    private void finishClosing() throws IOException {
        Optional<RecordedTimeline> timeline = timeline();
        if (timeline.isEmpty()) {
            return;
        }
        Optional<PackRecord> newest = kept().stream()
                .map(Kept::record)
                .filter(record ->
                        record.place().timeline().equals(timeline.get().base()))
                .max(Comparator.comparingLong(record -> record.place().pack().last()));
        if (newest.isPresent()
                && newest.get().place().pack().last() > timeline.get().last()) {
            Tail held = files.owing(newest.get().place().pack()).tail();
            follow(timeline.get().after(newest.get(), held));
        }
    }

    /** What else is to be known after a new start. */
    public SpoolNotes notes() {
        return notes;
    }

    /** What is being recorded, up to its last closed pack; empty if nothing is. */
    public synchronized Optional<RecordedTimeline> timeline() throws IOException {
        note();
        return RecordedTimeline.read(directory.resolve(RecordedTimeline.FILE));
    }

    public synchronized void follow(RecordedTimeline timeline) throws IOException {
        DurableFile.replace(directory.resolve(RecordedTimeline.FILE), timeline.toJson());
        Files.deleteIfExists(directory.resolve(ENDED));
        unnoted = Optional.empty();
    }

    /**
     * Notes how far the closed packs go. Where there is no room for that, it is tried again before any pack is sent, joined or
     * given up: one that is gone by then would be recorded again, at another time.
     */
    public synchronized void note() throws IOException {
        if (unnoted.isPresent()) {
            follow(unnoted.get());
        }
    }

    /** What was recorded has ended; the next timeline's first pack says so. */
    public synchronized void end(Follows ended) throws IOException {
        RecordedTimeline last = new RecordedTimeline(ended.timeline(), 0, ended.last(), Optional.of(ended));
        DurableFile.replace(directory.resolve(ENDED), last.toJson());
        bridged(Long.MAX_VALUE);
        Files.deleteIfExists(directory.resolve(RecordedTimeline.FILE));
    }

    /** What was recorded before, if nobody has said so yet. */
    public synchronized Optional<Follows> ended() throws IOException {
        return RecordedTimeline.read(directory.resolve(ENDED)).flatMap(RecordedTimeline::follows);
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

    /**
     * Takes a finished pack in: from here on it outlives this process. The timeline has come to its end then, {@link #note noted} or not.
     *
     * @param unasked whether etcd is to be asked of leases that it names, until {@link #learn it was}
     */
    public synchronized Waiting close(
            PackRecord record, Path finished, Collection<String> sinks, RecordedTimeline after, boolean unasked)
            throws IOException {
        note();
        Waiting pack = take(record, finished, new PackNote(Set.copyOf(sinks), 0, after.tail(), unasked));
        unnoted = Optional.of(after);
        standing.closed(record, sinks);
        return pack;
    }

    /** Takes a pack in that several were joined to; some sinks may lack some of these. */
    public synchronized void join(
            PackRecord record, Path finished, Collection<String> sinks, Collection<String> lacking, int generation)
            throws IOException {
        take(record, finished, new PackNote(Set.copyOf(sinks), generation));
        if (!lacking.isEmpty()) {
            standing.owes(record, lacking);
        }
    }

    private Waiting take(PackRecord record, Path finished, PackNote owed) throws IOException {
        PackId id = record.place().pack();
        try {
            Files.move(finished, files.rows(id));
            files.write(record);
            files.owe(id, owed);
        } catch (IOException e) {
            discard(id, e);
            throw e;
        }
        return new Waiting(record, files.rows(id), owed.sinks());
    }

    /** What there is no room for takes none. What can't be removed on such a disk goes, or is noted, when it is {@link #tidy tidied}. */
    private void discard(PackId id, IOException why) {
        try {
            files.remove(id);
        } catch (IOException e) {
            why.addSuppressed(e);
        }
    }

    /** Has more known of a pack that no sink has yet; of one that was given up meanwhile nothing is. */
    public synchronized void learn(PackRecord record) throws IOException {
        PackId id = record.place().pack();
        if (files.isClosed(id)) {
            files.write(record);
            PackNote note = files.owing(id);
            if (note.unasked()) {
                files.owe(id, note.asked());
            }
        }
    }

    /** The packs of which etcd is still to be asked: an end, or a kill, came between. */
    public synchronized List<Kept> unasked() throws IOException {
        List<Kept> unasked = new ArrayList<>();
        for (Kept pack : kept()) {
            if (files.owing(pack.record().place().pack()).unasked()) {
                unasked.add(pack);
            }
        }
        return unasked;
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
        return kept(Set.copyOf(
                files.ids().stream().sorted().takeWhile(busy.negate()).toList())::contains);
    }

    private List<Kept> kept(Predicate<PackId> wanted) throws IOException {
        note();
        List<Kept> kept = new ArrayList<>();
        for (PackId id : files.ids().stream().filter(wanted).toList()) {
            try {
                PackNote owed = files.owing(id);
                kept.add(new Kept(files.read(id), files.rows(id), owed.sinks(), owed.generation()));
            } catch (UnreadableManifest | IOException e) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        "{0} can''t be used and is left alone: {1}",
                        id,
                        FailureWords.of(e));
            }
        }
        kept.sort(Comparator.comparing((Kept pack) -> pack.record().place()));
        return kept;
    }

    /** A sink has it. */
    public synchronized void settle(PackId id, String sink) throws IOException {
        if (files.isClosed(id)) { // else it was joined or given up meanwhile
            toBeBridged |= givenUp.lacking().contains(sink);
            PackNote owed = files.owing(id);
            Set<String> left = new TreeSet<>(owed.sinks());
            left.remove(sink);
            files.owe(id, owed.owedTo(left).asked());
            standing.settled(id, sink);
        }
    }

    /** A sink has lost what it had of a history: whatever is still here, and isn't there, it has to get again. Gives that. */
    public synchronized List<PackPlace> oweAgain(String sink, BackupId timeline, Collection<PackPlace> there)
            throws IOException {
        List<PackPlace> again = new ArrayList<>();
        for (Kept pack : kept()) {
            PackPlace place = pack.record().place();
            if (place.timeline().equals(timeline) && !there.contains(place)) {
                Set<String> sinks = new TreeSet<>(pack.owed());
                sinks.add(sink);
                files.owe(place.pack(), files.owing(place.pack()).owedTo(sinks));
                standing.owes(pack.record(), sinks);
                again.add(place);
            }
        }
        return again;
    }

    /** Whether a sink still has to get a pack. */
    public synchronized boolean owes(PackId id, String sink) throws IOException {
        return files.isClosed(id) && files.owing(id).sinks().contains(sink);
    }

    /** Is joined no more, and these still have to get it. */
    public synchronized void finish(PackId id, Collection<String> sinks) throws IOException {
        Set<String> left = new TreeSet<>(files.owing(id).sinks());
        left.addAll(sinks);
        files.owe(id, new PackNote(left, LAST_GENERATION));
    }

    public synchronized void drop(PackId id) throws IOException {
        standing.dropped(id);
        files.remove(id);
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
            total -= pack.record().object().length();
            given.add(pack);
        }
        givenUp.note(given); // before one is gone: on a full disk it is tried again
        for (Waiting pack : given) {
            drop(pack.record().place().pack());
        }
        return given;
    }

    /** A sink lacks what leads to the packs that it is given. */
    public void bridge() {
        toBeBridged = true;
    }

    /** Whether a sink takes packs behind such as it hasn't: they are worth nothing there without a backup. */
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
