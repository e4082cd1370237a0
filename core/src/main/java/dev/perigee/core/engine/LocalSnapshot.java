package dev.perigee.core.engine;

import dev.perigee.core.catalog.BackupId;
import dev.perigee.core.catalog.Manifest;
import dev.perigee.core.catalog.Selector;
import dev.perigee.core.catalog.Stated;
import dev.perigee.core.copies.AbsentBackup;
import dev.perigee.core.copies.Fetch;
import dev.perigee.core.copies.Fetched;
import dev.perigee.core.disk.Packing;
import dev.perigee.core.history.HistoryBehind;
import dev.perigee.core.history.point.Points;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.core.progress.ProgressEvent;
import dev.perigee.core.spool.SpoolEntry;
import dev.perigee.core.state.Environment;
import dev.perigee.core.words.FailureWords;
import dev.perigee.core.words.Words;
import dev.perigee.etcd.format.snapshot.DamagedSnapshotException;
import dev.perigee.etcd.format.snapshot.HashKv;
import dev.perigee.etcd.format.snapshot.RevisionNotHeldException;
import dev.perigee.etcd.format.snapshot.Snapshot;
import dev.perigee.etcd.format.snapshot.SnapshotFacts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A snapshot on local disk, wherever it was: a file that the user named, or a stored backup brought here for as long as
 * this is open.
 *
 * @param path the file
 * @param name what the user knows it by: the file's path, or the backup's id, and behind an @ the revision that was made of it
 * @param taken when the snapshot was taken; for a user's file, when it was last written
 * @param scratch where it was fetched to, and what goes when this is closed; should we be killed, the next backup clears
 *     it away. Empty for a user's file
 * @param stated what is said of the stored backup; empty for a user's file
 * @param behind the history that goes on behind the newest backup; empty if none does, or another one was asked for
 */
record LocalSnapshot(
        Path path,
        String name,
        Instant taken,
        Optional<SpoolEntry> scratch,
        Optional<Stated> stated,
        Optional<HistoryBehind> behind)
        implements AutoCloseable {

    /** Says of a word that might have named a file that it names neither that nor a backup. */
    static OperationException orNoFile(Selector which, OperationException failure) {
        return which instanceof Selector.Prefix(String word) && failure instanceof AbsentBackup
                ? new OperationException(
                        failure.outcome(),
                        "there is no file '" + word + "', and " + FailureWords.of(failure),
                        failure.hint(),
                        Optional.of(failure))
                : failure;
    }

    /** The id of the stored backup that it is, or was made of; of a user's file its name. */
    String backup() {
        return manifest().map(stored -> stored.id().toString()).orElse(name);
    }

    /** The manifest of the stored backup that it is, or was made of; empty of a user's file. */
    Optional<Manifest> manifest() {
        return stated.map(Stated::manifest);
    }

    /** Says of a revision that is newer than a stored backup how to come to it. */
    static OperationException beyond(RevisionNotHeldException failure, Source source) {
        boolean mayGoOn = source instanceof Source.Stored && failure.reason() == RevisionNotHeldException.Reason.FUTURE;
        return new OperationException(
                Outcome.BAD_INPUT,
                FailureWords.of(failure),
                mayGoOn
                        ? Optional.of("a history may hold it: '--at TIME' in place of the backup, with the same --rev;"
                                + " 'perigee history list' shows which revisions, and when")
                        : Optional.empty(),
                Optional.of(failure));
    }

    /** What is done with it while it is open. */
    @FunctionalInterface
    interface Reading<T> {
        T of(Snapshot snapshot) throws OperationException, IOException;
    }

    /** Opens it for as long as it is read. */
    <T> T read(Reading<T> reading) throws OperationException, IOException {
        try (Snapshot snapshot = Snapshot.open(path)) {
            return reading.of(snapshot);
        } catch (DamagedSnapshotException e) {
            throw damaged(e);
        }
    }

    /** Names it as a person does: the file that a stored backup was brought to tells nobody anything. */
    OperationException damaged(DamagedSnapshotException e) {
        Optional<String> hint =
                stated.map(said -> "'perigee snapshot verify " + said.manifest().id()
                        + " --all-sinks' says whether another sink's copy is whole; or take another backup");
        return new OperationException(Outcome.DAMAGED, FailureWords.of(e.named(name)), hint, Optional.of(e));
    }

    /** Refuses a stored backup that holds something else than its manifest says. */
    void requireStated(SnapshotFacts held) throws OperationException {
        if (stated.isPresent()) {
            stated.get().require(name, held);
        }
    }

    /**
     * The same, as far as HashKV tells.
     *
     * @param held at some revision
     * @param newest whether it is what was found to be its newest one
     * @return what wasn't compared; empty if all was that something is said of
     */
    Optional<String> requireStated(HashKv held, boolean newest) throws OperationException {
        if (stated.isPresent() && (newest || held.revision() == stated.get().revision())) {
            stated.get().require(name, held);
            return Optional.empty();
        }
        return stated.map(said -> name + ": its manifest tells HashKV of revision "
                + said.manifest().facts().revision() + " alone: that of revision " + held.revision()
                + " wasn't compared");
    }

    /** Finds what is meant, and brings it here if need be. */
    static LocalSnapshot of(Run run, Source source, Scope scope) throws OperationException, IOException {
        return switch (source) {
            case Source.File(Path path, String name) -> file(path, name);
            case Source.Stored(Selector.At(Instant time)) -> atTime(run, time, scope);
            case Source.Stored(Selector which) -> fetched(run, which, scope);
            case Source.Revision(long revision) -> {
                Points points = Points.look(run.environment(scope), run.sought(scope));
                yield made(run, points, points.at(revision));
            }
        };
    }

    private static LocalSnapshot file(Path path, String name) throws OperationException, IOException {
        requireSnapshotFile(path, name);
        return new LocalSnapshot(
                path,
                name,
                Files.getLastModifiedTime(path).toInstant(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /** What a history tells of a time; else the newest backup then. */
    private static LocalSnapshot atTime(Run run, Instant time, Scope scope) throws OperationException, IOException {
        Optional<Points> points = Points.lookAtHistory(run.environment(scope), run.sought(scope));
        Optional<Points.Point> point = points.isPresent() ? points.get().at(time) : Optional.empty();
        if (points.isPresent() && point.isPresent()) {
            return made(run, points.get(), point.get());
        }
        LocalSnapshot backup = fetched(run, new Selector.At(time), scope);
        if (points.isPresent()) {
            backup.uncovered(time).ifPresent(note -> run.progress().on(new ProgressEvent.Note(note)));
        }
        return backup;
    }

    /** Whoever has a history expects the very moment. */
    private Optional<String> uncovered(Instant time) {
        Duration before = Duration.between(manifest().orElseThrow().id().until(), time);
        return before.toSeconds() < 1
                ? Optional.empty()
                : Optional.of("no history holds that time: it is backup " + backup() + ", taken " + Words.span(before)
                        + " before it; whatever was written in between isn't in it");
    }

    private static LocalSnapshot made(Run run, Points points, Points.Point point)
            throws OperationException, IOException {
        point.warnings().forEach(warning -> run.progress().on(new ProgressEvent.Warning(warning)));
        point.notes().forEach(note -> run.progress().on(new ProgressEvent.Note(note)));
        SpoolEntry scratch = run.environment().scratch();
        try {
            Points.Made made = points.make(point, scratch);
            made.notes().forEach(note -> run.progress().on(new ProgressEvent.Warning(note)));
            tell(run, made.backup());
            long revision = point.plan().revision();
            String name = made.backup().manifest().id() + "@" + revision;
            return new LocalSnapshot(
                    made.file(),
                    name,
                    point.time(),
                    Optional.of(scratch),
                    Optional.of(new Stated(revision, made.backup().manifest())),
                    Optional.empty());
        } catch (OperationException | RuntimeException e) {
            scratch.close();
            throw e;
        }
    }

    private static void tell(Run run, Fetched backup) {
        backup.warnings().forEach(warning -> run.progress().on(new ProgressEvent.Warning(warning.text())));
        run.progress()
                .on(new ProgressEvent.FetchedFrom(
                        backup.sink(), backup.manifest().id().toString()));
    }

    private static LocalSnapshot fetched(Run run, Selector which, Scope scope) throws OperationException, IOException {
        Environment environment = run.environment(scope);
        SpoolEntry scratch = environment.scratch();
        try {
            Fetched backup = new Fetch(environment).run(run.sought(scope), which, scratch.file());
            Manifest manifest = backup.manifest();
            BackupId id = manifest.id();
            tell(run, backup);
            Optional<HistoryBehind> behind = which instanceof Selector.Latest
                    ? HistoryBehind.look(environment, run.sought(scope), backup)
                    : Optional.empty();
            behind.ifPresent(history -> run.progress().on(new ProgressEvent.Note(history.words())));
            return new LocalSnapshot(
                    scratch.file(),
                    id.toString(),
                    id.time(),
                    Optional.of(scratch),
                    Optional.of(Stated.by(manifest)),
                    behind);
        } catch (OperationException e) {
            scratch.close();
            throw orNoFile(which, e);
        } catch (RuntimeException e) {
            scratch.close();
            throw e;
        }
    }

    private static void requireSnapshotFile(Path path, String name) throws OperationException, IOException {
        if (!Files.exists(path)) {
            throw new OperationException(Outcome.NOT_FOUND, "there is no file '" + name + "'");
        }
        if (Files.isDirectory(path)) {
            throw new OperationException(Outcome.BAD_INPUT, "'" + name + "' is a directory, not a snapshot file");
        }
        if (!Files.isRegularFile(path)) {
            throw unusable(
                    "'" + name + "' is a device or a pipe, not a snapshot file",
                    "a snapshot is read at any place of it: save it to a file first");
        }
        Optional<Packing> packing = Packing.of(path);
        if (packing.isPresent()) {
            throw unusable(
                    "'" + path + "' is " + packing.get().what() + ", not a snapshot",
                    "unpack it first, such as with: " + packing.get().command(path));
        }
    }

    private static OperationException unusable(String message, String hint) {
        return new OperationException(Outcome.BAD_INPUT, message, Optional.of(hint), Optional.empty());
    }

    @Override
    public void close() throws IOException {
        if (scratch.isPresent()) {
            scratch.get().close();
        }
    }
}
