package dev.perigee.cli.keys;

import dev.perigee.cli.output.Column;
import dev.perigee.cli.output.Table.Align;
import dev.perigee.cli.output.View;
import dev.perigee.core.keys.ImportReport;
import dev.perigee.core.keys.ImportStep.Action;
import java.util.List;

/** How an import's counts are shown. */
final class ImportRow {

    static final View<ImportReport> VIEW = new View<>(
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

    private static Column<ImportReport> count(String json, String header, Action action) {
        return Column.of(header, json, header, report -> report.count(action));
    }
}
