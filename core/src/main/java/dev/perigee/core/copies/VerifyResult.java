package dev.perigee.core.copies;

import dev.perigee.core.catalog.BackupId;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.core.outcome.Result;
import dev.perigee.core.outcome.SinkFailure;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a verification found.
 *
 * @param id the backup
 * @param copies one per sink that was asked, in the order asked
 * @param history what was found of the packs behind it, one per sink that holds some of those that were asked
 * @param warnings sinks that could not be asked
 */
public record VerifyResult(BackupId id, List<Copy> copies, List<ProvedPacks> history, List<SinkFailure> warnings)
        implements Result {

    /**
     * Of the backup alone.
     *
     * @param id the backup
     * @param copies one per sink that was asked
     * @param warnings sinks that could not be asked
     */
    public VerifyResult(BackupId id, List<Copy> copies, List<SinkFailure> warnings) {
        this(id, copies, List.of(), warnings);
    }

    /** Copies the lists. */
    public VerifyResult {
        copies = List.copyOf(copies);
        history = List.copyOf(history);
        warnings = List.copyOf(warnings);
    }

    /**
     * The same, with what was found of the packs behind it.
     *
     * @param found one per sink
     * @return a result
     */
    public VerifyResult with(List<ProvedPacks> found) {
        return new VerifyResult(id, copies, found, warnings);
    }

    /**
     * All that was found, of the backup and of the packs behind it.
     *
     * @return the backup's copies first
     */
    public List<Copy> all() {
        return Stream.concat(copies.stream(), history.stream().map(ProvedPacks::copy))
                .toList();
    }

    @Override
    public List<SinkFailure> problems() {
        return warnings;
    }

    /**
     * What it comes down to: DAMAGED if anything is, else that of the first copy that isn't good, then of the packs; else PARTIAL if a
     * sink is missing, else OK.
     *
     * @return the outcome
     */
    @Override
    public Outcome outcome() {
        return all().stream()
                .map(Copy::outcome)
                .filter(outcome -> outcome != Outcome.OK)
                .min(Comparator.comparing(outcome -> outcome != Outcome.DAMAGED)) // the first of those that are alike
                .orElse(warnings.isEmpty() ? Outcome.OK : Outcome.PARTIAL);
    }

    /**
     * What was found in one sink.
     *
     * @param sink its name
     * @param outcome OK if the copy is good
     * @param checks what was checked and is good, such as {@code length}, {@code digest}, {@code structure}
     * @param finding what is wrong; empty if the copy is good
     */
    public record Copy(String sink, Outcome outcome, List<String> checks, String finding) {

        /** Copies the list. */
        public Copy {
            checks = List.copyOf(checks);
        }

        static Copy of(SinkFailure failure) {
            return new Copy(failure.sink(), failure.outcome(), List.of(), failure.text());
        }
    }
}
