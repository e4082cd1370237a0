package dev.perigee.core.copies;

import dev.perigee.api.SinkException;
import dev.perigee.core.catalog.BackupId;
import dev.perigee.core.catalog.Catalog;
import dev.perigee.core.catalog.Copies;
import dev.perigee.core.catalog.LedgerView;
import dev.perigee.core.catalog.Standing;
import dev.perigee.core.catalog.StoredCopy;
import dev.perigee.core.catalog.UnreadableManifest;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.core.outcome.SinkFailure;
import dev.perigee.core.progress.ProgressEvent;
import dev.perigee.core.sinks.Destination;
import dev.perigee.core.sinks.Sinks;
import dev.perigee.core.state.Environment;
import dev.perigee.core.words.FailureWords;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Fetches and proves copies again: the newest that are good, and of the others those whose last proof is the oldest, so that each
 * has its turn. What is damaged is remembered and counts no more; the next older one is proven in its place. It is named at
 * each proof until it is gone, or proven by name.
 *
 * @param environment what it stands on
 */
public record ProveAgain(Environment environment) {

    /** How many damaged ones are passed over in search of good ones; each costs a body. */
    private static final int MOST_DAMAGED = 3;

    /** Of those found earlier; a stranger may have put any number there. */
    private static final int MOST_NAMED = 20;

    /**
     * Proves, one copy after the other, and tells what signed ledgers say against a sink as a whole.
     *
     * @param cluster the cluster's name
     * @param sinks a job's
     * @param settings which
     * @return what was found, by sink and backup
     * @throws OperationException INTERRUPTED
     */
    public ProofResult run(String cluster, List<Destination> sinks, ProofSettings settings) throws OperationException {
        List<ProofResult.Proved> proved = new ArrayList<>();
        List<SinkFailure> failures = new ArrayList<>();
        Sinks open = new Sinks(environment);
        List<Destination> readable = open.readable(sinks);
        Map<String, LedgerView> views = new HashMap<>();
        for (Destination sink : settings.allSinks() ? readable : readable.subList(0, Math.min(1, readable.size()))) {
            Sinks.Answer<List<ProofResult.Proved>> answer = open.ask(sink, opened -> {
                Catalog catalog = open.catalog(sink, opened, cluster);
                Copies copies = catalog.copies(environment.timing().clock().instant());
                views.put(sink.name(), copies.ledgers());
                return in(catalog, copies.glance(), sink.name(), settings);
            });
            answer.value().ifPresent(proved::addAll);
            answer.failure().ifPresent(failures::add);
            if (answer.failure()
                    .filter(failure -> failure.outcome() == Outcome.INTERRUPTED)
                    .isPresent()) {
                throw new OperationException(Outcome.INTERRUPTED, "interrupted while copies were proven again");
            }
        }
        views.forEach((sink, view) ->
                view.findings().forEach(finding -> failures.add(SinkFailure.of(sink, Outcome.PARTIAL, finding))));
        failures.addAll(open.compared(views));
        return new ProofResult(proved, List.of(), failures);
    }

    private List<ProofResult.Proved> in(Catalog catalog, List<StoredCopy> all, String sink, ProofSettings settings)
            throws SinkException, OperationException {
        List<StoredCopy> whole = all.stream().filter(StoredCopy::isWhole).toList();
        List<ProofResult.Proved> proved = new ArrayList<>();
        int good = 0;
        for (StoredCopy copy : whole) {
            boolean enough = good == settings.newest() || proved.size() == settings.newest() + MOST_DAMAGED;
            if (enough) {
                break;
            }
            Optional<ProofResult.Proved> one = prove(catalog, sink, copy);
            good += one.isPresent() && one.get().isGood() ? 1 : 0;
            one.ifPresent(proved::add);
        }
        Set<BackupId> done = proved.stream().map(ProofResult.Proved::id).collect(Collectors.toSet());
        for (StoredCopy copy : sample(whole, done, settings.sample())) {
            prove(catalog, sink, copy).ifPresent(proved::add);
        }
        proved.addAll(damagedBefore(sink, all));
        proved.addAll(unbelieved(sink, all));
        return proved;
    }

    /** What was found damaged earlier, or is so by the listing alone: named until it is gone, at no cost. */
    private static List<ProofResult.Proved> damagedBefore(String sink, List<StoredCopy> copies) {
        return copies.stream()
                .filter(StoredCopy::isDamaged)
                .limit(MOST_NAMED)
                .map(copy -> new ProofResult.Proved(
                        copy.id(),
                        damaged(sink, "still there: " + copy.standing().finding())))
                .toList();
    }

    /** Those that would be the newest if somebody who is trusted had signed them. */
    private static List<ProofResult.Proved> unbelieved(String sink, List<StoredCopy> newestFirst) {
        return newestFirst.stream()
                .takeWhile(copy -> !copy.isWhole())
                .filter(copy -> copy.standing() instanceof Standing.Unbelieved && !copy.isDamaged())
                .limit(MOST_NAMED)
                .map(copy -> new ProofResult.Proved(
                        copy.id(),
                        Candidates.unsigned(sink, copy)
                                .map(VerifyResult.Copy::of)
                                .orElseGet(() -> damaged(sink, copy.standing().finding()))))
                .toList();
    }

    /** Whoever waited longest, the newest first. */
    static List<StoredCopy> sample(List<StoredCopy> newestFirst, Set<BackupId> done, int count) {
        return newestFirst.stream()
                .filter(copy -> !done.contains(copy.id()))
                .sorted(Comparator.comparing(copy -> copy.readBack().orElse(Instant.MIN)))
                .limit(count)
                .toList();
    }

    /** Empty if it was removed meanwhile. */
    private Optional<ProofResult.Proved> prove(Catalog catalog, String sink, StoredCopy copy)
            throws SinkException, OperationException {
        VerifyResult.Copy found = look(catalog, sink, copy);
        if (found.outcome() != Outcome.OK && catalog.look(copy.id()).isEmpty()) {
            return Optional.empty();
        }
        if (found.outcome() != Outcome.OK) {
            environment.progress().on(new ProgressEvent.Warning(copy.id() + ": " + found.finding()));
        }
        return Optional.of(new ProofResult.Proved(copy.id(), found));
    }

    /** A copy that can't be had is that copy's fault, a sink that doesn't answer is not. */
    private VerifyResult.Copy look(Catalog catalog, String sink, StoredCopy copy)
            throws SinkException, OperationException {
        try {
            return new CopyVerifier(catalog, sink, environment).inspect(copy.id(), Verify.Depth.DEEP);
        } catch (SinkException e) {
            return switch (e.kind()) {
                case DAMAGED, NOT_FOUND -> damaged(sink, FailureWords.of(e));
                case DENIED -> VerifyResult.Copy.of(SinkFailure.of(sink, e));
                default -> throw e;
            };
        } catch (UnreadableManifest e) {
            return VerifyResult.Copy.of(SinkFailure.of(sink, e));
        }
    }

    private static VerifyResult.Copy damaged(String sink, String finding) {
        return new VerifyResult.Copy(sink, Outcome.DAMAGED, List.of(), finding);
    }
}
