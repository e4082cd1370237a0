package dev.perigee.core.copies;

import dev.perigee.api.SinkException;
import dev.perigee.core.catalog.BackupId;
import dev.perigee.core.catalog.Catalog;
import dev.perigee.core.catalog.Copies;
import dev.perigee.core.catalog.LedgerView;
import dev.perigee.core.catalog.Origin;
import dev.perigee.core.catalog.Standing;
import dev.perigee.core.catalog.StoredCopy;
import dev.perigee.core.catalog.Timelines;
import dev.perigee.core.copies.Listing.Held;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.core.outcome.SinkFailure;
import dev.perigee.core.sinks.Destination;
import dev.perigee.core.sinks.Sinks;
import dev.perigee.core.state.Environment;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Lists the backups of a cluster in its sinks. */
public final class ListBackups {

    private final Environment environment;
    private final boolean holds;

    /**
     * A listing of any cluster.
     *
     * @param environment what it stands on
     */
    public ListBackups(Environment environment) {
        this(environment, false);
    }

    /**
     * A listing of any cluster.
     *
     * @param environment what it stands on
     * @param holds whether to ask until when each copy is held: a request for each
     */
    public ListBackups(Environment environment, boolean holds) {
        this.environment = environment;
        this.holds = holds;
    }

    /**
     * Lists all sinks in parallel, and reads manifests until the newest whole copy of each is found. A sink that can't be listed is a warning; a write-only one is left out.
     *
     * @param cluster the cluster's name
     * @param sinks where to look
     * @return one row per id
     * @throws OperationException INTERRUPTED; nothing else
     */
    public Listing run(String cluster, List<Destination> sinks) throws OperationException {
        Sinks open = new Sinks(environment);
        List<Sinks.Answer<Looked>> answers = open.askAll(
                open.readable(sinks),
                destination -> sink ->
                        look(open.copies(destination, sink, cluster), open.catalog(destination, sink, cluster)));
        SortedMap<BackupId, List<Held>> held = new TreeMap<>(Comparator.reverseOrder());
        Map<String, BackupId> fresh = new HashMap<>();
        for (Sinks.Answer<Looked> answer : answers) {
            String name = answer.destination().name();
            for (StoredCopy copy : answer.value().map(Looked::copies).orElse(List.of())) {
                held.computeIfAbsent(copy.id(), first -> new ArrayList<>())
                        .add(new Held(name, copy, until(answer, copy)));
            }
            answer.value().flatMap(Looked::fresh).ifPresent(copy -> fresh.put(name, copy.id()));
        }
        return new Listing(
                held.entrySet().stream()
                        .map(entry -> new Listing.Row(entry.getKey(), entry.getValue()))
                        .toList(),
                Stream.concat(answers.stream().flatMap(ListBackups::warnings), open.compared(views(answers)).stream())
                        .toList(),
                fresh);
    }

    /** What lies in one sink, and which of it says how fresh its backups are. */
    private record Looked(
            List<StoredCopy> copies, Optional<StoredCopy> fresh, LedgerView ledgers, HeldRecords.Looked holds) {}

    private Optional<Instant> until(Sinks.Answer<Looked> answer, StoredCopy copy) {
        Instant now = environment.timing().clock().instant();
        return answer.value()
                .flatMap(looked -> Optional.ofNullable(looked.holds().until().get(copy.id())))
                .filter(now::isBefore);
    }

    private static Map<String, LedgerView> views(List<Sinks.Answer<Looked>> answers) {
        Map<String, LedgerView> views = new HashMap<>();
        answers.forEach(answer -> answer.value()
                .ifPresent(looked -> views.put(answer.destination().name(), looked.ledgers())));
        return views;
    }

    private static Stream<SinkFailure> warnings(Sinks.Answer<Looked> answer) {
        Stream<SinkFailure> told = answer.value().stream()
                .flatMap(looked -> looked.ledgers().findings().stream())
                .map(finding -> SinkFailure.of(answer.destination().name(), Outcome.PARTIAL, finding));
        Stream<SinkFailure> unseen = answer.value().stream()
                .flatMap(looked -> looked.holds().failure().stream())
                .map(failure -> SinkFailure.of(answer.destination().name(), failure));
        return Stream.of(answer.failure().stream(), told, unseen).flatMap(each -> each);
    }

    /** Whoever brings backups here knows them: a stranger's, which anybody may have put there, must not hide that ours stopped. */
    private Looked look(Copies copies, Catalog catalog) throws SinkException {
        Optional<StoredCopy> whole = copies.newestWhole();
        Timelines timelines = Timelines.of(copies.recent());
        boolean ours = copies.glance().stream().anyMatch(copy -> origin(copy, catalog) == Origin.MADE);
        Optional<StoredCopy> fresh = ours
                ? copies.newestKnown(timelines::isCurrent)
                : whole.filter(copy -> timelines.isCurrent(copy.id())).isPresent()
                        ? whole
                        : copies.newest(copy -> copy.isWhole() && timelines.isCurrent(copy.id()));
        HeldRecords.Looked held = holds ? HeldRecords.all(catalog, copies.glance()) : HeldRecords.Looked.NONE;
        return new Looked(copies.glance(), fresh, copies.ledgers(), held);
    }

    /** One that is whole says itself who brought it. */
    private static Origin origin(StoredCopy copy, Catalog catalog) {
        return copy.standing() instanceof Standing.Whole(Origin origin)
                ? origin
                : catalog.known(copy.id()).origin();
    }
}
