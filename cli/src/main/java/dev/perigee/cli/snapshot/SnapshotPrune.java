package dev.perigee.cli.snapshot;

import dev.perigee.cli.console.Changing;
import dev.perigee.cli.console.Command;
import dev.perigee.cli.console.ExitCode;
import dev.perigee.cli.console.Session;
import dev.perigee.cli.output.Format;
import dev.perigee.cli.setup.Where;
import dev.perigee.core.engine.PruneRequest;
import dev.perigee.core.outcome.Approval;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code perigee snapshot prune}. */
@CommandLine.Command(
        name = "prune",
        description = "Remove the backups that the sinks' retention no longer keeps. Every save does it by itself.",
        footer = {"  perigee snapshot prune --dry-run"})
public final class SnapshotPrune extends Command implements Changing {

    @Mixin
    private final Where where = new Where();

    @Option(names = "--dry-run", description = "Show what would go, what stays, and why; remove nothing.")
    private boolean dryRun;

    @Option(names = "--mixed", description = "Go on although a folder's manifests are of two different etcd clusters.")
    private boolean mixed;

    /**
     * The command of one run.
     *
     * @param session the run
     */
    public SnapshotPrune(Session session) {
        super(session);
    }

    @Override
    protected Set<Format> formats() {
        return Format.ALL;
    }

    @Override
    protected ExitCode run() throws Exception {
        return Removals.show(
                session,
                run(new PruneRequest(where.scope(), mixed, dryRun ? Approval.withheld() : Approval.granted())));
    }
}
