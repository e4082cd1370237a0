package dev.perigee.cli.snapshot;

import dev.perigee.cli.console.Command;
import dev.perigee.cli.console.ExitCode;
import dev.perigee.cli.console.Failures;
import dev.perigee.cli.console.Session;
import dev.perigee.cli.output.Format;
import dev.perigee.cli.setup.Where;
import dev.perigee.core.catalog.Selector;
import dev.perigee.core.copies.Shown;
import dev.perigee.core.engine.ShowRequest;
import dev.perigee.core.report.ShownRow;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code perigee snapshot show}. */
@CommandLine.Command(
        name = "show",
        description = "Show all that is known of a stored backup.",
        footer = {"  perigee snapshot show latest -w json"})
public final class SnapshotShow extends Command {

    @Parameters(
            arity = "0..1",
            paramLabel = "BACKUP",
            description = "An id, its unique beginning, latest or latest~3. Default: latest.")
    private String backup = "latest";

    @Mixin
    private final Where where = new Where();

    /**
     * The command of one run.
     *
     * @param session the run
     */
    public SnapshotShow(Session session) {
        super(session);
    }

    @Override
    protected Set<Format> formats() {
        return Format.ALL;
    }

    @Override
    protected ExitCode run() throws Exception {
        Shown shown = quietly(new ShowRequest(Selector.parse(backup), where.scope()));
        shown.warnings().forEach(warning -> session.warn(warning.text()));
        session.show(ShownRow.of(shown), Format.FIELDS);
        return Failures.code(shown.outcome());
    }
}
