package dev.perigee.cli.keys;

import dev.perigee.cli.console.Command;
import dev.perigee.cli.console.Engines;
import dev.perigee.cli.console.ExitCode;
import dev.perigee.cli.console.Failure;
import dev.perigee.cli.console.RowStream;
import dev.perigee.cli.console.Session;
import dev.perigee.cli.output.Format;
import dev.perigee.cli.setup.StateOptions;
import dev.perigee.core.engine.Engine;
import dev.perigee.core.engine.LookRequest;
import dev.perigee.core.engine.LookRequest.Looked;
import dev.perigee.core.report.KeyRow;
import dev.perigee.core.words.Words;
import dev.perigee.etcd.client.Bytes;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
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
        RowStream<KeyRow> rows = new RowStream<>(session, KeyRow.HISTORY, session.format(Format.TABLE));
        Looked looked;
        try (Engine engine = Engines.forCluster(session, state.cluster())) {
            looked = run(
                    engine,
                    new LookRequest(
                            state.state(session, engine),
                            state.scope(),
                            new LookRequest.What.History(key),
                            false,
                            entry -> rows.accept(new KeyRow(entry, Optional.empty()))));
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
}
