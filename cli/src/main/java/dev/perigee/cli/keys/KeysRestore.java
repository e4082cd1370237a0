package dev.perigee.cli.keys;

import dev.perigee.cli.console.Changing;
import dev.perigee.cli.console.Command;
import dev.perigee.cli.console.Engines;
import dev.perigee.cli.console.ExitCode;
import dev.perigee.cli.console.Failure;
import dev.perigee.cli.console.RowStream;
import dev.perigee.cli.console.Session;
import dev.perigee.cli.output.Format;
import dev.perigee.cli.setup.MomentOptions;
import dev.perigee.cli.text.AnyName;
import dev.perigee.core.engine.Engine;
import dev.perigee.core.engine.PutbackRequest;
import dev.perigee.core.engine.PutbackRequest.PutBack;
import dev.perigee.core.engine.State;
import dev.perigee.core.look.KeyChange;
import dev.perigee.core.look.KeySelection;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.putback.PutbackPlan;
import dev.perigee.core.report.ChangeRow;
import dev.perigee.core.words.FailureWords;
import dev.perigee.core.words.Words;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code perigee keys restore}. */
@CommandLine.Command(
        name = "restore",
        description = {
            "Put keys back into the live cluster as a snapshot, or an earlier revision, has them.",
            "",
            "Shows its plan and asks. A key that changes after the plan was made is left alone and named. What undoes it is"
                    + " written first, to --undo; the same command goes on where it was interrupted."
        },
        footer = {
            "  perigee keys restore latest --prefix /dns/ --dry-run",
            "  perigee keys restore latest~1 --kind ConfigMap --namespace team-03 --prune",
            "  perigee keys restore live --rev 48213 --prefix /dns/ --yes"
        })
public final class KeysRestore extends Command implements Changing {

    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    @Parameters(
            arity = "0..1",
            paramLabel = "SOURCE",
            converter = AnyName.class,
            description =
                    "As what has them: a snapshot file, a stored backup (an id, its beginning, latest, latest~3), or"
                            + " live with --rev.")
    private @Nullable String source;

    @Mixin
    private final MomentOptions moment = new MomentOptions();

    @Mixin
    private final ObjectOptions keys = new ObjectOptions();

    @Option(names = "--prune", description = "Also delete the keys that SOURCE lacks.")
    private boolean prune;

    @Option(
            names = "--full-leases",
            description =
                    "Leases that are gone get the whole time they were granted with. Default: what was left of it.")
    private boolean fullLeases;

    @Option(
            names = "--undo",
            paramLabel = "FILE",
            description = "What undoes it, for 'keys undo'. Holds values. Default: perigee-undo-TIME.jsonl here.")
    private @Nullable Path undo;

    @Option(names = "--dry-run", description = "Show the plan; write nothing.")
    private boolean dryRun;

    @Option(names = "--yes", description = "Agree beforehand.")
    private boolean yes;

    /**
     * The command of one run.
     *
     * @param session the run
     */
    public KeysRestore(Session session) {
        super(session);
    }

    @Override
    protected Set<Format> formats() {
        return Format.ALL;
    }

    @Override
    protected ExitCode run() throws Exception {
        moment.requireOne(source);
        KeySelection selection = selection();
        Path file = undo == null ? Path.of("perigee-undo-" + STAMP.format(Instant.now()) + ".jsonl") : undo;
        PutbackSteps steps = new PutbackSteps(session);
        PutBack result;
        try (Engine engine = Engines.forCluster(session, moment.scope().cluster())) {
            result = run(
                    engine,
                    new PutbackRequest(
                            source(engine),
                            moment.scope(),
                            selection,
                            prune,
                            fullLeases,
                            file,
                            this::approve,
                            steps::took));
        }
        if (result.done().isEmpty()) {
            return ExitCode.OK;
        }
        session.note("what was there is in " + file + "; 'perigee keys undo " + file + "' brings it back");
        return steps.end(
                result.done().get(),
                "the same command goes on from there; 'perigee keys undo " + file + "' takes back what was done");
    }

    private KeySelection selection() throws Failure {
        KeySelection selection = keys.selection();
        if (selection.keys().prefixes().isEmpty()) {
            throw Failure.of(ExitCode.BAD_ARGUMENTS, "say which keys: --prefix, --kind, --namespace or --name")
                    .withHint("for the whole cluster: --prefix ''");
        }
        return selection;
    }

    private State source(Engine engine) throws OperationException {
        State state = moment.state(session, engine, source);
        if (state.isLive() && state.revision().isEmpty()) {
            throw Failure.of(ExitCode.BAD_ARGUMENTS, "the cluster is as it is: live needs a --rev");
        }
        return state;
    }

    private boolean approve(PutbackPlan plan) throws OperationException {
        show(plan);
        plan.warnings().forEach(session::warn);
        session.note(summary(plan));
        if (dryRun || plan.isEmpty()) {
            return false;
        }
        session.confirm(yes, summary(plan) + ": go on?");
        return true;
    }

    /** What a dry run finds is its data; before a question it is only for who is to answer. */
    private void show(PutbackPlan plan) throws Failure {
        if (yes && !dryRun) {
            return;
        }
        RowStream<KeyChange> rows = new RowStream<>(session, ChangeRow.PLAN, planFormat());
        try {
            plan.forEach(rows::accept);
            rows.flush();
        } catch (IOException e) {
            throw Failure.of(ExitCode.IO, "the plan can't be shown: " + FailureWords.of(e))
                    .causedBy(e);
        }
    }

    private Format planFormat() throws Failure {
        return dryRun ? session.format(Format.TABLE) : Format.TABLE;
    }

    private static String summary(PutbackPlan plan) {
        List<String> parts = List.of(
                plan.count(KeyChange.Kind.ADDED) + " to create",
                plan.count(KeyChange.Kind.CHANGED) + " to change back",
                plan.count(KeyChange.Kind.REMOVED) + " to delete");
        return String.join(", ", parts) + "; " + plan.same() + " are the same"
                + (plan.kept() == 0
                        ? ""
                        : "; " + Words.count(plan.kept(), "key") + " that the source lacks "
                                + (plan.kept() == 1 ? "stays" : "stay") + " without --prune");
    }
}
