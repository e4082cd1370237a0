package dev.perigee.core.report;

import dev.perigee.core.putback.PutbackReport;
import dev.perigee.core.putback.PutbackStep.Action;
import dev.perigee.core.report.View.Align;
import java.util.List;

/** What was put back, as a document. */
public final class PutbackRow {

    private static final View<PutbackReport> VIEW = new View<>(
            List.of(
                    column("created", Action.CREATE),
                    column("changed", Action.CHANGE),
                    column("deleted", Action.DELETE),
                    column("same", Action.SAME),
                    column("conflicts", Action.CONFLICT),
                    Column.of("leases", "leases", "leases", PutbackReport::leases)),
            Align.RIGHT);

    private PutbackRow() {}

    private static Column<PutbackReport> column(String name, Action action) {
        return Column.of(name, name, name, report -> report.count(action));
    }

    /**
     * What was done.
     *
     * @param report with how many keys
     * @return one row
     */
    public static Report<PutbackReport> of(PutbackReport report) {
        return Report.of(VIEW, report);
    }
}
