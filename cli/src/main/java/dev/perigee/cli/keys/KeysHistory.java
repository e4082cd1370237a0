package dev.perigee.cli.keys;

import dev.perigee.cli.console.Command;
import dev.perigee.cli.console.Engines;
import dev.perigee.cli.console.ExitCode;
import dev.perigee.cli.console.Failure;
import dev.perigee.cli.console.RowStream;
import dev.perigee.cli.console.Session;
import dev.perigee.cli.output.Format;
import dev.perigee.cli.setup.StateOptions;
import dev.perigee.core.copies.RevisionTimes;
import dev.perigee.core.engine.Engine;
import dev.perigee.core.engine.ListRequest;
import dev.perigee.core.engine.ListResult;
import dev.perigee.core.engine.LookRequest;
import dev.perigee.core.engine.LookRequest.Looked;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.report.KeyRow;
import dev.perigee.core.words.Words;
import dev.perigee.etcd.client.Bytes;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code perigee keys history}. */
@CommandLine.Command(
        name = "history",
        description = {
            "Show every revision of a key that is held, the oldest first, deletions included.",
            "",
            "What was compacted is gone; an older backup may hold it. With -w json an object a line, with the whole value."
        },
        footer = {"  perigee keys history /dns/a --from latest"})
public final class KeysHistory extends Command {

    @Parameters(paramLabel = "KEY", description = "The key.")
    private Bytes key = Bytes.EMPTY;

    @Option(
            names = "--times",
            description = "Also between which stored backups each revision was written; etcd itself keeps no times.")
    private boolean times;

    @Mixin
    private final StateOptions state = new StateOptions();

    /**
     * The command of one run.
     *
     * @param session the run
     */
    public KeysHistory(Session session) {
        super(session);
    }

    @Override
    protected Set<Format> formats() {
        return Format.ALL;
    }

    @Override
    protected ExitCode run() throws Exception {
        RowStream<KeyRow> rows = new RowStream<>(
                session, times ? KeyRow.HISTORY_WITH_TIMES : KeyRow.HISTORY, session.format(Format.TABLE));
        Looked looked;
        try (Engine engine = Engines.forCluster(session, state.cluster())) {
            Optional<RevisionTimes> known = times ? Optional.of(known(engine)) : Optional.empty();
            looked = run(
                    engine,
                    new LookRequest(
                            times ? state.stateBesideStored(session, engine) : state.state(session, engine),
                            state.scope(),
                            new LookRequest.What.History(key),
                            false,
                            entry -> rows.accept(new KeyRow(entry, Optional.empty(), known))));
        }
        rows.flush();
        if (looked.shown() == 0) {
            throw Failure.of(
                            ExitCode.NOT_FOUND,
                            "no revision of '" + key + "' is held at revision "
                                    + looked.header().revision())
                    .withHint("it may be older than the last compaction: --from latest~3 looks into an older backup");
        }
        session.note(Words.count(looked.shown(), "revision") + " held up to revision "
                + looked.header().revision());
        return ExitCode.OK;
    }

    private RevisionTimes known(Engine engine) throws OperationException, Failure {
        ListResult listed = run(engine, new ListRequest(state.scope(), Optional.empty()));
        listed.problems().forEach(problem -> session.warn(problem.text()));
        if (listed.listings().size() > 1) {
            throw Failure.of(ExitCode.BAD_ARGUMENTS, "--times needs --cluster: several are configured");
        }
        return RevisionTimes.of(listed.listings().values().iterator().next());
    }
}
