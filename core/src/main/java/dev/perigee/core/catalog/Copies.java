package dev.perigee.core.catalog;

import dev.perigee.api.ObjectInfo;
import dev.perigee.api.ObjectKey;
import dev.perigee.api.SinkException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The copies of one cluster's backups in one sink, as one listing shows them. Whoever asks whether there is a backup asks
 * here. For one thread, while the sink is open.
 */
public final class Copies {

    /** Says what a copy is worth; empty if it is gone by now. */
    @FunctionalInterface
    interface Assessor {
        Optional<StoredCopy> assess(BackupId id, Effort effort) throws SinkException;
    }

    private static final int RECENT = 8;

    private final SortedMap<BackupId, ObjectInfo> records;
    private final Bodies bodies;
    private final Clocks clocks;
    private final LedgerView ledgers;
    private final Assessor assessor;
    private final Map<BackupId, Optional<StoredCopy>> glanced = new HashMap<>();
    private final Map<BackupId, Optional<StoredCopy>> judged = new HashMap<>();

    Copies(
            SortedMap<BackupId, ObjectInfo> records,
            Bodies bodies,
            Clocks clocks,
            LedgerView ledgers,
            Assessor assessor) {
        this.records = new TreeMap<>(Comparator.reverseOrder());
        this.records.putAll(records);
        this.bodies = bodies;
        this.clocks = clocks;
        this.ledgers = ledgers;
        this.assessor = assessor;
    }

    /**
     * All copies, at no further cost: a manifest that wasn't read before counts as one that says what the listing shows.
     *
     * @return the newest first
     * @throws SinkException never for a request's sake
     */
    public List<StoredCopy> glance() throws SinkException {
        return all(Effort.GLANCE);
    }

    /**
     * All copies, the manifests of the newest few read: enough to tell a timeline that began from one that was left, even
     * while somebody still writes to both.
     *
     * @return the newest first
     * @throws SinkException if a manifest can't be fetched
     */
    public List<StoredCopy> recent() throws SinkException {
        List<StoredCopy> copies = new ArrayList<>();
        for (BackupId id : records.keySet()) {
            assess(id, copies.size() < RECENT ? Effort.CLOSE : Effort.GLANCE).ifPresent(copies::add);
        }
        return copies;
    }

    /**
     * All copies, each manifest read once.
     *
     * @return the newest first
     * @throws SinkException if the sink stopped answering
     */
    public List<StoredCopy> closely() throws SinkException {
        return all(Effort.CLOSE);
    }

    /**
     * One copy, its manifest read if it wasn't before.
     *
     * @param id the backup
     * @return empty if it isn't listed, or is gone by now
     * @throws SinkException if the sink stopped answering
     */
    public Optional<StoredCopy> closely(BackupId id) throws SinkException {
        return records.containsKey(id) ? assess(id, Effort.CLOSE) : Optional.empty();
    }

    /**
     * The copies of a backup, and of those after it, each manifest read once.
     *
     * @param first the oldest that is wanted
     * @return the newest first
     * @throws SinkException if the sink stopped answering
     */
    public List<StoredCopy> from(BackupId first) throws SinkException {
        List<StoredCopy> copies = new ArrayList<>();
        for (BackupId id : records.headMap(first).keySet()) { // they descend
            assess(id, Effort.CLOSE).ifPresent(copies::add);
        }
        closely(first).ifPresent(copies::add);
        return copies;
    }

    /**
     * The newest that is whole. Reads manifests from the newest on, until there is one.
     *
     * @return empty if none is
     * @throws SinkException if the sink stopped answering
     */
    public Optional<StoredCopy> newestWhole() throws SinkException {
        return newest(StoredCopy::isWhole);
    }

    /**
     * The newest that is whole, and that this installation made or proved. Reads no other's manifest.
     *
     * @param kind which of them will do
     * @return empty if none is
     * @throws SinkException if the sink stopped answering
     */
    public Optional<StoredCopy> newestKnown(Predicate<BackupId> kind) throws SinkException {
        for (StoredCopy copy : glance()) {
            Optional<StoredCopy> read = copy.isKnown() && kind.test(copy.id()) ? closely(copy.id()) : Optional.empty();
            if (read.filter(StoredCopy::isKnown).isPresent()) {
                return read;
            }
        }
        return Optional.empty();
    }

    /**
     * The newest of some kind. Reads manifests from the newest on, until there is one.
     *
     * @param kind which will do
     * @return empty if none will
     * @throws SinkException if the sink stopped answering
     */
    public Optional<StoredCopy> newest(Predicate<StoredCopy> kind) throws SinkException {
        for (BackupId id : records.keySet()) {
            Optional<StoredCopy> copy = assess(id, Effort.CLOSE).filter(kind);
            if (copy.isPresent()) {
                return copy;
            }
        }
        return Optional.empty();
    }

    /**
     * What signed ledgers say against the sink as a whole: backups taken away, an old state put back, nothing new.
     *
     * @return a sentence each, without the sink's name
     */
    public List<String> findings() {
        return ledgers.findings();
    }

    /**
     * What the signed ledgers of this sink are.
     *
     * @return those that are believed, and what they say
     */
    public LedgerView ledgers() {
        return ledgers;
    }

    /**
     * How new what the sink shows is: the time of its newest ledger that is believed, or of its newest whole backup.
     *
     * @return empty if there is neither
     * @throws SinkException if the sink stopped answering
     */
    public Optional<Instant> newestSign() throws SinkException {
        Optional<Instant> ledger = ledgers.believed().stream().map(Ledger::time).max(Comparator.naturalOrder());
        Optional<Instant> backup = newestWhole().map(copy -> copy.id().until());
        return Stream.concat(ledger.stream(), backup.stream()).max(Comparator.naturalOrder());
    }

    /**
     * Bodies of which no manifest makes a backup.
     *
     * @return what the listing says of each, ascending; none where a body alone is a backup
     */
    public SortedMap<BackupId, ObjectInfo> orphans() {
        SortedMap<BackupId, ObjectInfo> orphans = new TreeMap<>(bodies.files());
        orphans.keySet().removeAll(records.keySet());
        return orphans;
    }

    /**
     * Rows that are no listed backup's own, and that no manifest names. Reads all manifests, if there are such rows at all.
     *
     * @return what the listing says of each, ascending; none as long as a manifest can't be read, for it may name them
     * @throws SinkException if the sink stopped answering
     */
    public SortedMap<BackupId, ObjectInfo> unneeded() throws SinkException {
        SortedMap<BackupId, ObjectInfo> unneeded = new TreeMap<>(bodies.rows());
        unneeded.keySet().removeAll(records.keySet());
        if (unneeded.isEmpty()) {
            return unneeded;
        }
        List<StoredCopy> copies = closely();
        if (copies.stream().anyMatch(copy -> copy.manifest().isEmpty())) {
            return new TreeMap<>();
        }
        Set<ObjectKey> named = copies.stream()
                .flatMap(copy -> copy.manifest().orElseThrow().packs().stream())
                .map(StoredObject::key)
                .collect(Collectors.toSet());
        unneeded.values().removeIf(rows -> named.contains(rows.key()));
        return unneeded;
    }

    /**
     * A time that has come by our own clock and by the store's, either of which may be wrong.
     *
     * @return the earlier of the two
     */
    public Instant passed() {
        return clocks.passed();
    }

    private List<StoredCopy> all(Effort effort) throws SinkException {
        List<StoredCopy> copies = new ArrayList<>();
        for (BackupId id : records.keySet()) {
            assess(id, effort).ifPresent(copies::add);
        }
        return copies;
    }

    private Optional<StoredCopy> assess(BackupId id, Effort effort) throws SinkException {
        if (effort == Effort.CLOSE || judged.containsKey(id)) {
            return once(id, Effort.CLOSE, judged);
        }
        return once(id, Effort.GLANCE, glanced);
    }

    private Optional<StoredCopy> once(BackupId id, Effort effort, Map<BackupId, Optional<StoredCopy>> before)
            throws SinkException {
        if (!before.containsKey(id)) {
            before.put(id, assessor.assess(id, effort));
        }
        return Objects.requireNonNull(before.get(id));
    }
}
