package dev.perigee.core.report;

import dev.perigee.core.copies.VerifyResult;
import dev.perigee.core.engine.ProofRequest;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.core.report.View.Align;
import dev.perigee.etcd.format.snapshot.Trailer;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * What the verification of one copy found.
 *
 * @param id the backup, the file, or the part of a history
 * @param copy the copy
 */
public record VerifiedRow(String id, VerifyResult.Copy copy) {

    private static final View<VerifiedRow> VIEW = new View<>(
            List.of(
                    Column.of("id", "id", "ID", VerifiedRow::id),
                    Column.of("sink", "sink", "Sink", row -> row.copy.sink()),
                    Column.of(
                            "result",
                            "result",
                            "Result",
                            row -> row.copy
                                    .outcome()
                                    .name()
                                    .toLowerCase(Locale.ROOT)
                                    .replace('_', ' ')),
                    new Column<VerifiedRow>(
                                    "checked",
                                    "checks",
                                    "Checks",
                                    row -> String.join(" ", row.copy.checks()),
                                    row -> row.copy.checks())
                            .below(),
                    new Column<VerifiedRow>(
                                    "finding", "finding", "Finding", VerifiedRow::firstLine, row -> row.copy.finding())
                            .below()),
            Align.LEFT);

    /**
     * What a verification found.
     *
     * @param result of a stored backup
     * @return a row for each copy, and then one for the packs behind it in each sink
     */
    public static Report<VerifiedRow> of(VerifyResult result) {
        return Report.of(
                VIEW,
                Stream.concat(
                                result.copies().stream()
                                        .map(copy -> new VerifiedRow(result.id().toString(), copy)),
                                result.history().stream().map(packs -> new VerifiedRow(packs.name(), packs.copy())))
                        .toList());
    }

    /**
     * What the proof of a file found, which has no manifest to be compared with.
     *
     * @param proven a snapshot whose digest isn't wrong
     * @return one row
     */
    public static Report<VerifiedRow> of(ProofRequest.Proven proven) {
        List<String> checks =
                proven.trailer() == Trailer.OK ? List.of("digest", "structure", "rows") : List.of("structure", "rows");
        return Report.of(
                VIEW, List.of(new VerifiedRow(proven.name(), new VerifyResult.Copy("", Outcome.OK, checks, ""))));
    }

    private String firstLine() {
        return copy.finding().lines().findFirst().orElse("");
    }
}
