package dev.perigee.cli.keys;

import dev.perigee.cli.console.Command;
import dev.perigee.cli.console.Engines;
import dev.perigee.cli.console.ExitCode;
import dev.perigee.cli.console.Failure;
import dev.perigee.cli.console.Session;
import dev.perigee.cli.output.Format;
import dev.perigee.cli.setup.StateOptions;
import dev.perigee.core.engine.Engine;
import dev.perigee.core.engine.State;
import dev.perigee.core.engine.WeighRequest;
import dev.perigee.core.engine.WeighRequest.Weighed;
import dev.perigee.core.look.Weight;
import dev.perigee.core.report.Report;
import dev.perigee.core.report.View;
import dev.perigee.core.report.WeightRow;
import dev.perigee.core.words.Sizes;
import dev.perigee.core.words.Words;
import java.util.List;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code perigee keys top}. */
@CommandLine.Command(
        name = "top",
        description = {
            "Show what fills the database: the heaviest prefixes, the largest keys, those with the most revisions.",
            "",
            "SIZE is what is there now, HELD is with all revisions that aren't compacted yet; those only a snapshot shows."
        },
        footer = {"  perigee keys top --from latest", "  perigee keys top --from latest --prefix /registry/ --depth 3"})
public final class KeysTop extends Command {

    @Mixin
    private final KeyOptions keys = new KeyOptions();

    @Option(names = "--limit", paramLabel = "N", description = "How many of each sort, up to 1000. Default: 10.")
    private int limit = 10;

    @Option(names = "--depth", paramLabel = "N", description = "How many words a prefix has. Default: 2.")
    private int depth = 2;

    @Mixin
    private final StateOptions state = new StateOptions();

    /**
     * The command of one run.
     *
     * @param session the run
     */
    public KeysTop(Session session) {
        super(session);
    }

    @Override
    protected Set<Format> formats() {
        return Set.of(Format.TABLE, Format.JSON);
    }

    @Override
    protected ExitCode run() throws Exception {
        if (limit < 1 || limit > 1000 || depth < 1) {
            throw Failure.of(ExitCode.BAD_ARGUMENTS, "--limit takes 1 to 1000, --depth 1 or more");
        }
        Format format = session.format(Format.TABLE);
        try (Engine engine = Engines.forCluster(session, state.cluster())) {
            State of = state.state(session, engine);
            Weighed weighed = run(engine, new WeighRequest(of, state.scope(), keys.filter(), limit, depth));
            if (format == Format.JSON) {
                session.show(WeightRow.of(weighed.weights(), weighed.revision()), Format.JSON);
            } else {
                show(weighed);
            }
            tell(weighed, of);
        }
        return ExitCode.OK;
    }

    private void show(Weighed weighed) throws Failure {
        table(WeightRow.BRANCHES, weighed.weights().branches());
        table(WeightRow.LARGEST, weighed.weights().largest());
        table(WeightRow.BUSIEST, weighed.weights().busiest());
    }

    private void table(View<Weight> view, List<Weight> weights) throws Failure {
        if (!weights.isEmpty()) {
            session.show(Report.of(view, weights), Format.TABLE);
        }
    }

    private void tell(Weighed weighed, State of) {
        Weight total = weighed.weights().total();
        session.note(Words.count(total.keys(), "key") + " of " + Sizes.human(total.bytes()) + " at revision "
                + weighed.revision()
                + (of.isLive()
                        ? "; which revisions are held, only a snapshot shows: --from"
                        : ", " + Words.count(total.revisions(), "revision") + " of " + Sizes.human(total.held())
                                + " held"));
    }
}
