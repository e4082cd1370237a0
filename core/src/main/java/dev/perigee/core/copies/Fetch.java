package dev.perigee.core.copies;

import dev.perigee.api.SinkException;
import dev.perigee.core.catalog.Catalog;
import dev.perigee.core.catalog.Manifest;
import dev.perigee.core.catalog.Origin;
import dev.perigee.core.catalog.Selector;
import dev.perigee.core.catalog.StoredCopy;
import dev.perigee.core.catalog.StoredObject;
import dev.perigee.core.disk.DurableFile;
import dev.perigee.core.disk.PartFile;
import dev.perigee.core.disk.TargetFile;
import dev.perigee.core.outcome.DiskException;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.core.outcome.SinkFailure;
import dev.perigee.core.sinks.Destination;
import dev.perigee.core.sinks.Failures;
import dev.perigee.core.sinks.Sinks;
import dev.perigee.core.state.Environment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Brings a backup back to a file. */
public final class Fetch {

    private final Environment environment;
    private final boolean lasting;

    private Fetch(Environment environment, boolean lasting) {
        this.environment = environment;
        this.lasting = lasting;
    }

    /**
     * A fetch of any backup, to a file that nobody looks for after a crash: it isn't brought to the disk.
     *
     * @param environment what it stands on
     */
    public Fetch(Environment environment) {
        this(environment, false);
    }

    /**
     * The same, to a file that stays.
     *
     * @return whose files are on the disk for good before they have their names
     */
    public Fetch lasting() {
        return new Fetch(environment, true);
    }

    /**
     * Brings a backup to a file: local sinks first, then in the order given, moving on when a copy is damaged or a sink
     * breaks off. A get that breaks is resumed where it broke. The bytes go to {@code FILE.<process id>.part}; the rename comes after
     * the digest has been compared with the manifest's; the snapshot's own structure is not checked again. Where there is
     * no manifest, the whole body is proven instead.
     *
     * @param sought whose, and where to look
     * @param which the backup
     * @param file where to; an existing file is replaced by the rename and not touched before
     * @return the file, and where it came from
     * @throws OperationException NOT_FOUND, BAD_INPUT, CONNECTION, NO_SPACE, INPUT_OUTPUT; {@link NoGoodCopy} if no copy can
     *     be taken, DAMAGED if one is damaged
     */
    public Fetched run(Sought sought, Selector which, Path file) throws OperationException {
        return run(sought, which, file, Candidates.Needed.DATA, CopyReader::to);
    }

    /**
     * Brings the files that a restore also needs, as the tar that they were packed into. As {@link #run} does.
     *
     * @param sought whose, and where to look
     * @param which the backup
     * @param file where to
     * @return the file, and where it came from
     * @throws OperationException as {@link #run}; NOT_FOUND if the backup has no companions
     */
    public Fetched companions(Sought sought, Selector which, Path file) throws OperationException {
        return run(sought, which, file, Candidates.Needed.COMPANIONS, (reader, part, copy) -> {
            Manifest manifest = copy.manifest().orElseThrow(() -> none(copy));
            StoredObject object = manifest.companions().orElseThrow(() -> none(copy));
            if (reader.catalog().find(object.key()).isEmpty()) {
                throw new OperationException(
                        Outcome.NOT_FOUND,
                        "the companions of " + copy.id() + " aren't here; their manifest names "
                                + object.companions()
                                        .map(said -> String.join(", ", said.sinks()))
                                        .orElse("no sink"));
            }
            return reader.companions(part, manifest, object);
        });
    }

    private static OperationException none(StoredCopy copy) {
        return new OperationException(
                Outcome.NOT_FOUND,
                copy.id() + " has no companions",
                Optional.of("companions { files = … } of the job has later backups take them along"),
                Optional.empty());
    }

    /** What is brought of a copy. */
    @FunctionalInterface
    private interface Wanted {
        Manifest to(CopyReader reader, Path part, StoredCopy copy) throws SinkException, OperationException;
    }

    private Fetched run(Sought sought, Selector which, Path file, Candidates.Needed needed, Wanted wanted)
            throws OperationException {
        TargetFile.require(file);
        Sinks open = new Sinks(environment);
        BackupLocation located = BackupLocation.find(open, sought.cluster(), sought.sinks(), which);
        located.tell(environment.progress());
        Candidates candidates = Candidates.look(open, sought.cluster(), located);
        List<SinkFailure> warnings = new ArrayList<>(located.warnings());
        warnings.addAll(candidates.failures());
        for (Candidates.Looked each : candidates.good(sought.insisted(), needed, warnings)) {
            Optional<Manifest> fetched = fetch(open, sought.cluster(), each, file, wanted, warnings);
            if (fetched.isPresent()) {
                stranger(sought.cluster(), each, located).ifPresent(warnings::add);
                return new Fetched(file, fetched.get(), each.sink().name(), warnings);
            }
        }
        OperationException failure = Failures.combined("no copy of " + located.id() + " could be fetched", warnings);
        throw Candidates.none(open, sought, located.id(), failure, needed);
    }

    /** A backup that nobody here knows may be another machine's, or planted: whoever takes it should know that. */
    private Optional<SinkFailure> stranger(String cluster, Candidates.Looked each, BackupLocation located) {
        String sink = each.sink().name();
        return located.newestKnown()
                .filter(_ -> !isOurs(cluster, each.copy()))
                .map(known -> SinkFailure.of(
                        sink,
                        Outcome.PARTIAL,
                        located.id() + " was neither made nor proven by this installation; the newest that was is "
                                + known));
    }

    /** Damaged companions say nothing of where the data came from. */
    private boolean isOurs(String cluster, StoredCopy copy) {
        boolean besideData = copy.hasData() && !copy.isWhole();
        return copy.isKnown()
                || (besideData
                        && environment.state().known().find(cluster, copy.id()).origin() != Origin.UNKNOWN);
    }

    /** What became of one copy: its manifest, or our own disk's failure, for which the next copy is no cure. */
    private record Attempt(Optional<Manifest> manifest, Optional<DiskException> failure) {}

    private Optional<Manifest> fetch(
            Sinks open, String cluster, Candidates.Looked each, Path file, Wanted wanted, List<SinkFailure> warnings)
            throws OperationException {
        Path part = DurableFile.part(file);
        Destination holder = each.sink();
        Sinks.Answer<Attempt> answer = open.ask(
                holder, sink -> attempt(open.catalog(holder, sink, cluster), holder, part, each.copy(), wanted));
        Optional<DiskException> failure = answer.value().flatMap(Attempt::failure);
        Optional<Manifest> fetched = answer.value().flatMap(Attempt::manifest);
        finish(part, file, fetched.isPresent());
        answer.failure().ifPresent(warnings::add);
        if (failure.isPresent()) {
            throw failure.get();
        }
        return fetched;
    }

    private Attempt attempt(Catalog catalog, Destination holder, Path part, StoredCopy copy, Wanted wanted)
            throws SinkException, OperationException {
        try {
            Manifest manifest = wanted.to(new CopyReader(catalog, holder.name(), environment), part, copy);
            return new Attempt(Optional.of(manifest), Optional.empty());
        } catch (DiskException e) {
            return new Attempt(Optional.empty(), Optional.of(e));
        }
    }

    private void finish(Path part, Path file, boolean whole) throws OperationException {
        try {
            publish(part, file, whole);
            DurableFile.sweepParts(file);
        } catch (IOException e) {
            throw OperationException.ofDisk("can't write " + file, e);
        }
    }

    private void publish(Path part, Path file, boolean whole) throws IOException {
        try (PartFile _ = new PartFile(part)) {
            if (whole && lasting) {
                DurableFile.sync(part);
                DurableFile.publish(part, file);
            } else if (whole) {
                Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
            }
        }
    }
}
