package dev.perigee.cli.snapshot;

import dev.perigee.cli.console.Changing;
import dev.perigee.cli.console.Command;
import dev.perigee.cli.console.ExitCode;
import dev.perigee.cli.console.Failure;
import dev.perigee.cli.console.ProgressDisplay;
import dev.perigee.cli.console.Session;
import dev.perigee.cli.output.Format;
import dev.perigee.cli.setup.Setup;
import dev.perigee.cli.setup.Where;
import dev.perigee.core.catalog.Selector;
import dev.perigee.core.removal.Delete;
import dev.perigee.core.removal.RemovalPlan;
import dev.perigee.core.removal.RemovalResult;
import dev.perigee.core.words.Words;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
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

    private @Nullable Failure unconfirmed;

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
        ProgressDisplay progress = new ProgressDisplay(session);
        try (Setup setup = Setup.of(session, Optional.empty())) {
            List<Selector> which = backups.stream().map(Selector::parse).toList();
            RemovalResult result = new Delete(setup.environment(progress))
                    .run(where.cluster(setup), where.sinks(setup), which, force, this::approve);
            progress.clear();
            if (unconfirmed != null) {
                throw unconfirmed;
            }
            return Removals.show(session, result);
        } finally {
            progress.clear();
        }
    }

    private boolean approve(RemovalPlan plan) {
        if (dryRun || plan.isEmpty()) {
            return false;
        }
        List<RemovalRow> rows = RemovalRow.planned(plan).stream()
                .filter(row -> row.action().equals("remove"))
                .toList();
        if (!yes) {
            session.terminal().say(RemovalRow.VIEW.all(Format.TABLE, rows));
        }
        try {
            session.confirm(yes, "Remove " + Words.count(rows.size(), "copy") + "?");
            return true;
        } catch (Failure failure) {
            unconfirmed = failure;
            return false;
        }
    }
}
