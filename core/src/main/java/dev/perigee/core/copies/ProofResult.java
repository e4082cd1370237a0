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
 * @param failures sinks that could not be asked
 */
public record ProofResult(List<Proved> copies, List<SinkFailure> failures) implements Result {

    /** Copies the lists. */
    public ProofResult {
        copies = List.copyOf(copies);
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

    /** OK if every copy is good and every sink answered; DAMAGED if a copy isn't good; else PARTIAL. */
    @Override
    public Outcome outcome() {
        if (!bad().isEmpty()) {
            return Outcome.DAMAGED;
        }
        return failures.isEmpty() ? Outcome.OK : Outcome.PARTIAL;
    }

    @Override
    public List<SinkFailure> problems() {
        return Stream.concat(failures.stream(), bad().stream().map(ProofResult::failure))
                .toList();
    }

    private static SinkFailure failure(Proved bad) {
        return new SinkFailure(
                bad.copy().sink(),
                bad.copy().outcome(),
                bad.id() + " counts no more: " + bad.copy().finding(),
                Optional.of("'perigee snapshot delete " + bad.id() + " --sink "
                        + bad.copy().sink() + "' removes it when you have looked at it, and 'perigee snapshot verify "
                        + bad.id() + " --deep --sink " + bad.copy().sink() + "' proves it once more"));
    }
}
