package dev.perigee.core.history;

import dev.perigee.core.copies.ProvedPacks;
import dev.perigee.core.copies.Verify.Depth;
import dev.perigee.core.copies.VerifyResult;
import dev.perigee.core.history.archive.Archive;
import dev.perigee.core.history.pack.Coverage.Stretch;
import dev.perigee.core.history.pack.PackPlace;
import dev.perigee.core.history.pack.PackRecord;
import dev.perigee.core.history.pack.PackRecord.Seal;
import dev.perigee.core.history.point.SealedPoint;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.core.outcome.SinkFailure;
import dev.perigee.core.sinks.Destination;
import dev.perigee.core.state.Environment;
import dev.perigee.core.words.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Looks at the packs that one sink holds behind a backup.
 *
 * @param environment what it stands on
 * @param archive what all sinks show
 * @param packs which packs
 * @param sink the sink
 * @param had what was had of those that it holds
 */
record ShelfProof(
        Environment environment, Archive archive, PacksBehind packs, Destination sink, Archive.Had<PackRecord> had) {

    private static final int FEW = 5;

    /** Empty if it holds none of them. What other sinks, or other packs of this one, tell otherwise isn't looked at. */
    Optional<ProvedPacks> run(Depth depth) throws OperationException {
        SortedSet<PackPlace> held = archive.places(sink);
        List<PackPlace> wanted = packs.of(held);
        Optional<Stretch> all = packs.all(held);
        if (all.isEmpty()) {
            return Optional.empty();
        }
        VerifyResult.Copy copy = copy(all.get(), depth);
        return Optional.of(new ProvedPacks(
                packs.base(), packs.timeline(), all.get().first(), all.get().last(), wanted.size(), copy));
    }

    private VerifyResult.Copy copy(Stretch all, Depth depth) throws OperationException {
        List<String> checks = new ArrayList<>();
        List<SinkFailure> findings = findings(all);
        if (had.missing().isEmpty()) {
            checks.addAll(
                    depth == Depth.QUICK
                            ? List.of("records", "lengths")
                            : List.of("records", "lengths", "digests", "rows"));
        }
        if (findings.isEmpty()) {
            checks.add("no gap");
            Optional<Seal> seal = depth == Depth.DEEP ? seal(had.had()) : Optional.empty();
            if (seal.isPresent()) {
                new SealedPoint(environment, archive.cluster(), List.of(sink), packs.timeline())
                        .finding(seal.get())
                        .map(failure -> SinkFailure.of(sink.name(), failure))
                        .ifPresentOrElse(findings::add, () -> checks.add("hashkv"));
            }
        }
        return new VerifyResult.Copy(sink.name(), outcome(findings), checks, text(findings));
    }

    private List<SinkFailure> findings(Stretch all) {
        List<SinkFailure> findings = new ArrayList<>();
        had.missing().values().forEach(why -> findings.addAll(why));
        SortedSet<PackPlace> here = here();
        SortedSet<PackPlace> elsewhere = new TreeSet<>(here);
        archive.shelves().stream()
                .filter(other -> !other.equals(sink))
                .forEach(other -> elsewhere.addAll(packs.of(archive.places(other))));
        List<Stretch> gone = PacksBehind.missing(all, elsewhere);
        gone.forEach(gap -> findings.add(SinkFailure.of(
                sink.name(),
                Outcome.DAMAGED,
                "the history behind " + packs.base() + " has a gap: no good pack holds "
                        + Words.revisions(gap.first(), gap.last()))));
        if (gone.isEmpty()) {
            PacksBehind.missing(all, here)
                    .forEach(gap -> findings.add(SinkFailure.of(
                            sink.name(),
                            Outcome.PARTIAL,
                            "another sink alone has " + Words.revisions(gap.first(), gap.last()) + " of the history")));
        }
        return findings;
    }

    /** What was looked at, and what can't be here, which says nothing against it: another machine has the identity. */
    private SortedSet<PackPlace> here() {
        SortedSet<PackPlace> here = new TreeSet<>(had.had().keySet());
        had.missing().forEach((place, why) -> {
            if (!why.isEmpty() && why.stream().allMatch(each -> each.outcome() == Outcome.REFUSED)) {
                here.add(place);
            }
        });
        return here;
    }

    /** The newest word of a member that means something: at its own compact revision members may differ. */
    private static Optional<Seal> seal(SortedMap<PackPlace, PackRecord> records) {
        return records.sequencedValues().reversed().stream()
                .flatMap(record -> record.seal().stream())
                .filter(Seal::isComparable)
                .findFirst();
    }

    private static Outcome outcome(List<SinkFailure> findings) {
        return findings.stream()
                .map(SinkFailure::outcome)
                .filter(outcome -> outcome == Outcome.DAMAGED)
                .findFirst()
                .or(() -> findings.stream().map(SinkFailure::outcome).findFirst())
                .orElse(Outcome.OK);
    }

    private static String text(List<SinkFailure> findings) {
        List<String> texts = findings.stream()
                .sorted((one, other) ->
                        Boolean.compare(one.outcome() != Outcome.DAMAGED, other.outcome() != Outcome.DAMAGED))
                .map(SinkFailure::text)
                .limit(FEW)
                .toList();
        String more = findings.size() > FEW ? "; and " + (findings.size() - FEW) + " more findings" : "";
        return String.join("; ", texts) + more;
    }
}
