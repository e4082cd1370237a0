package dev.perigee.core.copies;

import dev.perigee.core.catalog.BackupId;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.core.outcome.Result;
import dev.perigee.core.outcome.SinkFailure;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What came of proving copies again.
 *
 * @param copies what was found, in the order looked at
 * @param history what was found of the packs behind the newest of them
 * @param failures sinks that could not be asked, and what their ledgers tell of backups taken away or put back
 */
public record ProofResult(List<Proved> copies, List<ProvedPacks> history, List<SinkFailure> failures)
        implements Result {

    /** Copies the lists. */
    public ProofResult {
        copies = List.copyOf(copies);
        history = List.copyOf(history);
        failures = List.copyOf(failures);
    }

    /**
     * One copy.
     *
     * @param id the backup
     * @param copy the sink, and what was found there
     */
    public record Proved(BackupId id, VerifyResult.Copy copy) {

        /**
         * Whether it is good.
         *
         * @return true if nothing was found
         */
        public boolean isGood() {
            return copy.outcome() == Outcome.OK;
        }
    }

    /**
     * Those that aren't good.
     *
     * @return in the order looked at
     */
    public List<Proved> bad() {
        return copies.stream().filter(proved -> !proved.isGood()).toList();
    }

    /**
     * The same, with what was found of packs.
     *
     * @param found one per sink and backup
     * @return a result
     */
    public ProofResult with(List<ProvedPacks> found) {
        return new ProofResult(copies, found, failures);
    }

    /** OK if all is good and every sink answered; DAMAGED if a copy or a pack is; else what the first bad copy is; else PARTIAL. */
    @Override
    public Outcome outcome() {
        boolean damaged = history.stream().anyMatch(packs -> packs.copy().outcome() == Outcome.DAMAGED);
        if (damaged) {
            return Outcome.DAMAGED;
        }
        return Outcome.gravest(bad().stream().map(bad -> bad.copy().outcome()))
                .orElse(problems().isEmpty() ? Outcome.OK : Outcome.PARTIAL);
    }

    @Override
    public List<SinkFailure> problems() {
        return Stream.of(
                        failures.stream(),
                        bad().stream().map(ProofResult::failure),
                        history.stream().flatMap(packs -> packs.failure().stream()))
                .flatMap(each -> each)
                .toList();
    }

    private static SinkFailure failure(Proved bad) {
        Outcome outcome = bad.copy().outcome();
        return new SinkFailure(
                bad.copy().sink(),
                outcome,
                bad.id()
                        + (outcome == Outcome.DAMAGED ? " counts no more: " : " counts for nothing: ")
                        + bad.copy().finding(),
                cure(bad));
    }

    /** Of what isn't damaged, and may be good for somebody else, the finding says what to do. */
    private static Optional<String> cure(Proved bad) {
        return bad.copy().outcome() == Outcome.DAMAGED
                ? Optional.of("'perigee snapshot delete " + bad.id() + " --sink "
                        + bad.copy().sink() + "' removes it when you have looked at it, and 'perigee snapshot verify "
                        + bad.id() + " --deep --sink " + bad.copy().sink() + "' proves it once more")
                : Optional.empty();
    }
}
