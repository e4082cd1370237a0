package dev.perigee.cli.snapshot;

import dev.perigee.cli.console.Changing;
import dev.perigee.cli.console.Command;
import dev.perigee.cli.console.Engines;
import dev.perigee.cli.console.ExitCode;
import dev.perigee.cli.console.Failure;
import dev.perigee.cli.console.Session;
import dev.perigee.cli.output.Format;
import dev.perigee.cli.setup.AtTime;
import dev.perigee.cli.setup.SnapshotFile;
import dev.perigee.cli.setup.Where;
import dev.perigee.cli.text.AnyName;
import dev.perigee.core.engine.Engine;
import dev.perigee.core.engine.RestoreFrom.Restored;
import dev.perigee.core.engine.Source;
import dev.perigee.core.outcome.Approval;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.report.Report;
import dev.perigee.core.report.RestoreRow;
import dev.perigee.core.restore.NextSteps;
import dev.perigee.core.restore.Placement;
import dev.perigee.core.restore.RestorePlan;
import dev.perigee.core.restore.RestoreResult;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code perigee snapshot restore}. */
@CommandLine.Command(
        name = "restore",
        description = "Make data directories that etcd 3.4 to 3.7 start from. Proves the snapshot first, builds aside,"
                + " then swaps; nothing that was there is deleted.",
        footer = {
            "  perigee snapshot restore latest --data-dir /var/lib/etcd --dry-run",
            "  perigee snapshot restore --rev 48390 --data-dir /var/lib/etcd --replace"
        })
public final class SnapshotRestore extends Command implements Changing {

    @Parameters(
            arity = "0..1",
            paramLabel = "SOURCE",
            converter = AnyName.class,
            description = "A snapshot file, or a stored backup: an id, its unique beginning, latest, or latest~3.")
    private @Nullable String source;

    @Mixin
    private final AtTime at = new AtTime();

    @Option(
            names = "--rev",
            paramLabel = "N",
            description = "Instead of SOURCE: the store as it was at that revision, made of a backup and the history"
                    + " behind it, or of a later backup.")
    private @Nullable Long revision;

    @Mixin
    private final RestoreFlags flags = new RestoreFlags();

    @Mixin
    private final Where where = new Where();

    @Option(names = "--dry-run", description = "Prove the snapshot and show the plan; write nothing.")
    private boolean dryRun;

    @Option(names = "--yes", description = "Agree beforehand to --replace.")
    private boolean yes;

    /**
     * The command of one run.
     *
     * @param session the run
     */
    public SnapshotRestore(Session session) {
        super(session);
    }

    @Override
    protected Set<Format> formats() {
        return Format.ALL;
    }

    @Override
    protected ExitCode run() throws Exception {
        requireOneSource();
        if (yes && !flags.replace()) {
            throw Failure.of(
                    ExitCode.BAD_ARGUMENTS, "--yes does nothing without --replace: nothing else is asked about");
        }
        try (Engine engine = Engines.forJobs(session, Optional.empty())) {
            Source from = source(engine);
            Restored restored = run(engine, flags.request(from, where.scope(), approval()));
            return restored.done().isPresent() ? done(restored.done().get(), restored) : planned(restored);
        }
    }

    private void requireOneSource() throws Failure {
        if (revision == null) {
            at.requireAlone(source);
        } else if (source != null || at.isGiven()) {
            throw Failure.of(ExitCode.BAD_ARGUMENTS, "--rev stands alone: name no backup and no --at beside it");
        } else if (revision < 1) {
            throw Failure.of(ExitCode.BAD_ARGUMENTS, "--rev is " + revision + "; it takes 1 or more");
        }
    }

    private Source source(Engine engine) throws Failure, OperationException {
        if (revision != null) {
            return new Source.Revision(revision);
        }
        if (source == null) {
            return at.source(session, engine);
        }
        Source named = SnapshotFile.source(source);
        where.requireFor(named);
        return named;
    }

    private Approval<RestorePlan> approval() {
        if (dryRun) {
            return Approval.withheld();
        }
        return flags.replace() && !yes ? this::confirm : Approval.granted();
    }

    private ExitCode planned(Restored restored) throws Failure, OperationException {
        List<String> lines = new ArrayList<>(restored.plan().lines());
        lines.addAll(restored.companions().lines());
        show(lines, RestoreRow.of(restored));
        if (restored.objection().isPresent()) {
            throw restored.objection().get();
        }
        return ExitCode.OK;
    }

    private ExitCode done(RestoreResult result, Restored restored) throws Failure {
        result.plan().warnings().forEach(session::warn);
        result.leftovers().forEach(session::warn);
        if (session.reports()) {
            List<String> lines = new ArrayList<>(restored.companions().lines());
            lines.addAll(lines(result));
            show(lines, RestoreRow.of(restored));
        }
        return ExitCode.OK;
    }

    private boolean confirm(RestorePlan plan) throws Failure {
        String moved = plan.members().stream()
                .flatMap(member -> member.placements().stream())
                .filter(placement -> placement.aside().isPresent())
                .map(Placement::target)
                .map(Path::toString)
                .collect(Collectors.joining(", "));
        if (!moved.isEmpty()) {
            session.confirm(
                    yes,
                    "move " + moved + " aside and put revision " + plan.facts().currentRevision() + " in its place?");
        }
        return true;
    }

    private static List<String> lines(RestoreResult result) {
        List<String> lines = new ArrayList<>();
        RestorePlan plan = result.plan();
        plan.members()
                .forEach(member -> lines.add("Restored revision " + plan.facts().currentRevision() + " for member '"
                        + member.member().name() + "' to " + member.dataDir()));
        needs(plan).ifPresent(lines::add);
        result.movedAside().forEach(aside -> lines.add("What was there is now " + aside));
        lines.add("");
        lines.add("Next:");
        lines.addAll(NextSteps.lines(result.nextSteps()));
        return lines;
    }

    /** Without a target version a warning says so. */
    private static Optional<String> needs(RestorePlan plan) {
        return plan.request().data().targetVersion().isEmpty()
                ? Optional.empty()
                : plan.needs().map(version -> "It needs etcd " + version + " or newer");
    }

    private void show(List<String> lines, Report<RestoreRow> report) throws Failure {
        if (session.format(Format.SIMPLE) == Format.SIMPLE) {
            session.terminal().lines(lines);
        } else {
            session.show(report, Format.SIMPLE);
        }
    }
}
