package dev.perigee.cli.snapshot;

import dev.perigee.cli.output.Column;
import dev.perigee.cli.output.Table.Align;
import dev.perigee.cli.output.View;
import dev.perigee.core.copies.VerifyResult;
import java.util.List;
import java.util.Locale;

/**
 * What the verification of one copy found.
 *
 * @param id the backup, or the file
 * @param copy the copy
 */
record VerifiedRow(String id, VerifyResult.Copy copy) {

    static final View<VerifiedRow> VIEW = new View<>(
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

    static List<VerifiedRow> of(VerifyResult result) {
        return result.copies().stream()
                .map(copy -> new VerifiedRow(result.id().toString(), copy))
                .toList();
    }

    private String firstLine() {
        return copy.finding().lines().findFirst().orElse("");
    }
}
