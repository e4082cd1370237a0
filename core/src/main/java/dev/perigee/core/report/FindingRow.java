package dev.perigee.core.report;

import dev.perigee.core.datadir.Finding;
import dev.perigee.core.report.View.Align;
import java.util.List;
import java.util.Locale;

/** How what was found in a data directory is shown: a row for each finding. */
public final class FindingRow {

    private static final View<Finding> VIEW = new View<>(
            List.of(
                    Column.of("part", "part", "Part", row -> lower(row.part())),
                    Column.of("verdict", "verdict", "Verdict", row -> lower(row.verdict())),
                    new Column<Finding>("finding", "finding", "Finding", Finding::sentence, Finding::sentence).below(),
                    new Column<Finding>(
                                    "what to do",
                                    "cure",
                                    "Cure",
                                    row -> row.cure().orElse(""),
                                    row -> row.cure().orElse(null))
                            .below()),
            Align.LEFT);

    private FindingRow() {}

    private static String lower(Enum<?> name) {
        return name.name().toLowerCase(Locale.ROOT);
    }

    /**
     * The findings.
     *
     * @param findings in their order
     * @return a row each
     */
    public static Report<Finding> of(List<Finding> findings) {
        return Report.of(VIEW, findings);
    }
}
