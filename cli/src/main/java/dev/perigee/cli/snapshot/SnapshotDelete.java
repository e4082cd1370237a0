package dev.perigee.cli.snapshot;

import dev.perigee.cli.console.Changing;
import dev.perigee.cli.console.Command;
import dev.perigee.cli.console.ExitCode;
import dev.perigee.cli.console.Failure;
import dev.perigee.cli.console.Session;
import dev.perigee.cli.output.Format;
import dev.perigee.cli.output.Rendering;
import dev.perigee.cli.setup.Where;
import dev.perigee.core.catalog.Selector;
import dev.perigee.core.engine.DeleteRequest;
import dev.perigee.core.removal.RemovalPlan;
import dev.perigee.core.report.RemovalRow;
import dev.perigee.core.report.Report;
import dev.perigee.core.words.Words;
import java.util.List;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code perigee snapshot delete}. */
@CommandLine.Command(
        name = "delete",
        description = "Remove stored backups by their ids.",
        footer = {"  perigee snapshot delete 20261123T144429Z-2-a6c62423 --dry-run"})
public final class SnapshotDelete extends Command implements Changing {

    @Parameters(arity = "1..*", paramLabel = "BACKUP", description = "Ids, or their unique beginnings.")
    private List<String> backups = List.of();

    @Mixin
    private final Where where = new Where();

    @Option(names = "--dry-run", description = "Show what would go; remove nothing.")
    private boolean dryRun;

    @Option(names = "--yes", description = "Don't ask.")
    private boolean yes;

    @Option(names = "--force", description = "Also the last backup there is.")
    private boolean force;

    /**
     * The command of one run.
     *
     * @param session the run
     */
    public SnapshotDelete(Session session) {
        super(session);
    }

    @Override
    protected Set<Format> formats() {
        return Format.ALL;
    }

    @Override
    protected ExitCode run() throws Exception {
        List<Selector> which = backups.stream().map(Selector::parse).toList();
        return Removals.show(session, run(new DeleteRequest(which, where.scope(), force, this::approve)));
    }

    private boolean approve(RemovalPlan plan) throws Failure {
        if (dryRun) {
            return false;
        }
        Report<RemovalRow> doomed = RemovalRow.doomed(plan);
        if (doomed.rows().isEmpty()) {
            return true; // all of it is held, which the outcome tells
        }
        if (!yes) {
            session.terminal().say(Rendering.of(Format.TABLE, doomed));
        }
        Removals.losses(session, plan);
        session.confirm(yes, "Remove " + Words.count(doomed.rows().size(), "copy") + "?");
        return true;
    }
}
