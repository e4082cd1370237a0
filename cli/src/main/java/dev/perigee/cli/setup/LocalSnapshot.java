package dev.perigee.cli.setup;

import dev.perigee.cli.console.ExitCode;
import dev.perigee.cli.console.Failure;
import dev.perigee.cli.console.ProgressDisplay;
import dev.perigee.cli.console.Session;
import dev.perigee.cli.text.RawPath;
import dev.perigee.core.catalog.BackupId;
import dev.perigee.core.catalog.Selector;
import dev.perigee.core.copies.Fetch;
import dev.perigee.core.copies.Fetched;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.core.spool.Spool;
import dev.perigee.core.spool.SpoolEntry;
import dev.perigee.core.state.Environment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A snapshot on local disk, wherever it was: a file that the user named, or a stored backup brought here for as long as
 * this is open. A file is opened without a look at configuration or plugins: junk there must not stop a restore.
 *
 * @param path the file
 * @param name what the user knows it by: the file's path, or the backup's id
 * @param taken when the snapshot was taken; for a user's file, when it was last written
 * @param revision the revision that its manifest says; empty for a user's file, and where there are no manifests
 * @param scratch where it was fetched to, and what goes when this is closed; should we be killed, the next backup clears
 *     it away. Empty for a user's file
 */
public record LocalSnapshot(Path path, String name, Instant taken, OptionalLong revision, Optional<SpoolEntry> scratch)
        implements AutoCloseable {

    /**
     * Whether a word on the command line names a file rather than a stored backup.
     *
     * @param source the word
     * @return true if there is a slash or a dot in it, which no id has, or such a file exists
     */
    public static boolean isFile(String source) {
        return source.contains("/") || source.contains(".") || Files.exists(RawPath.of(source));
    }

    /**
     * Says of a word that might have named a file that it names neither that nor a backup.
     *
     * @param which what was looked for
     * @param failure what came of it
     * @return the failure, for the caller to throw
     */
    public static OperationException orNoFile(Selector which, OperationException failure) {
        return which instanceof Selector.Prefix(String word) && failure.outcome() == Outcome.NOT_FOUND
                ? new OperationException(
                        failure.outcome(),
                        "there is no file '" + word + "', and " + failure.getMessage(),
                        failure.hint(),
                        Optional.of(failure))
                : failure;
    }

    /**
     * Refuses a stored backup that holds another revision than its id says.
     *
     * @param held what was found in it
     * @throws Failure DAMAGED
     */
    public void requireRevision(long held) throws Failure {
        if (revision.orElse(held) != held) {
            throw Failure.of(
                    ExitCode.DAMAGED,
                    name + " holds revision " + held + " where its manifest says " + revision.getAsLong()
                            + ": it isn't the backup of that id");
        }
    }

    /**
     * Finds what is meant, and brings it here if need be.
     *
     * @param session the run
     * @param source a path, an id, its unique beginning, or {@code latest}
     * @param where whose backups, and in which sinks
     * @return the snapshot; close it
     * @throws Exception whatever keeps it from being found or fetched, for {@code Failures} to explain
     */
    public static LocalSnapshot of(Session session, String source, Where where) throws Exception {
        return isFile(source) || source.equals("-") ? file(source) : fetched(session, Selector.parse(source), where);
    }

    private static LocalSnapshot file(String source) throws Failure, IOException {
        Path path = SnapshotFile.existing(source);
        return new LocalSnapshot(
                path, source, Files.getLastModifiedTime(path).toInstant(), OptionalLong.empty(), Optional.empty());
    }

    /**
     * Brings a stored backup here.
     *
     * @param session the run
     * @param which the backup
     * @param where whose backups, and in which sinks
     * @return the snapshot; close it
     * @throws Exception whatever keeps it from being found or fetched, for {@code Failures} to explain
     */
    public static LocalSnapshot fetched(Session session, Selector which, Where where) throws Exception {
        ProgressDisplay progress = new ProgressDisplay(session);
        try (Setup setup = Setup.of(session, Optional.empty())) {
            Environment environment = setup.environment(progress);
            SpoolEntry scratch = Spool.open(
                            environment.state().spool(), environment.timing().random())
                    .create();
            try {
                Fetched backup = new Fetch(environment).run(where.sought(setup), which, scratch.file());
                progress.clear();
                tell(session, backup);
                BackupId id = backup.manifest().id();
                return new LocalSnapshot(scratch.file(), id.toString(), id.time(), stated(id), Optional.of(scratch));
            } catch (OperationException e) {
                scratch.close();
                throw orNoFile(which, e);
            } catch (Exception e) {
                scratch.close();
                throw e;
            }
        } finally {
            progress.clear();
        }
    }

    private static OptionalLong stated(BackupId id) {
        return id.revision() == 0 ? OptionalLong.empty() : OptionalLong.of(id.revision());
    }

    private static void tell(Session session, Fetched backup) {
        backup.warnings().forEach(warning -> session.warn(warning.text()));
        session.note("fetched " + backup.manifest().id() + " from " + backup.sink());
    }

    @Override
    public void close() throws IOException {
        if (scratch.isPresent()) {
            scratch.get().close();
        }
    }
}
