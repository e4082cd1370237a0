package dev.perigee.core.report;

import dev.perigee.core.keys.ImportReport;
import dev.perigee.core.keys.ImportStep.Action;
import dev.perigee.core.report.View.Align;
import java.util.List;

/** How an import's counts are shown. */
public final class ImportRow {

    private static final View<ImportReport> VIEW = new View<>(
            List.of(
                    count("create", "Created", Action.CREATE),
                    count("overwrite", "Overwritten", Action.OVERWRITE),
                    count("same", "Same", Action.SAME),
                    count("conflict", "Conflicts", Action.CONFLICT),
                    count("delete", "Deleted", Action.DELETE),
                    count("leased", "Leased", Action.LEASED),
                    count("noValue", "No value", Action.NO_VALUE),
                    Column.of("Leases granted", "leases", "Leases granted", ImportReport::leasesGranted)),
            Align.RIGHT);

    private ImportRow() {}

    /**
     * An import's counts.
     *
     * @param report what was done with how many keys
     * @return one row
     */
    public static Report<ImportReport> of(ImportReport report) {
        return Report.of(VIEW, report);
    }

    private static Column<ImportReport> count(String json, String header, Action action) {
        return Column.of(header, json, header, report -> report.count(action));
    }
}
