package dev.perigee.cli.keys;

import dev.perigee.cli.console.Changing;
import dev.perigee.cli.console.Command;
import dev.perigee.cli.console.Engines;
import dev.perigee.cli.console.ExitCode;
import dev.perigee.cli.console.Session;
import dev.perigee.cli.output.Format;
import dev.perigee.core.engine.Engine;
import dev.perigee.core.engine.UndoRequest;
import dev.perigee.core.engine.UndoRequest.Undone;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.putback.PutbackFile;
import dev.perigee.core.words.Words;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code perigee keys undo}. */
@CommandLine.Command(
        name = "undo",
        description = {
            "Take back what 'keys restore' did, however far it came.",
            "",
            "A key that doesn't say any more what was put there is left alone and named. Running it again goes on."
        },
        footer = {"  perigee keys undo perigee-undo-20261129T071500Z.jsonl"})
public final class KeysUndo extends Command implements Changing {

    @Parameters(paramLabel = "FILE", description = "What 'keys restore' wrote.")
    private Path file = Path.of("");

    @Option(names = "--cluster", paramLabel = "NAME", description = "In which cluster, if several are configured.")
    private @Nullable String cluster;

    @Option(names = "--yes", description = "Agree beforehand.")
    private boolean yes;

    /**
     * The command of one run.
     *
     * @param session the run
     */
    public KeysUndo(Session session) {
        super(session);
    }

    @Override
    protected Set<Format> formats() {
        return Format.ALL;
    }

    @Override
    protected ExitCode run() throws Exception {
        PutbackSteps steps = new PutbackSteps(session);
        Undone undone;
        try (Engine engine = Engines.forCluster(session, Optional.ofNullable(cluster))) {
            undone = run(engine, new UndoRequest(file, Optional.ofNullable(cluster), this::approve, steps::took));
        }
        return undone.done().isPresent()
                ? steps.end(undone.done().get(), "the same command goes on from there")
                : ExitCode.OK;
    }

    private boolean approve(PutbackFile undo) throws OperationException {
        session.confirm(
                yes,
                "put " + Words.count(undo.size(), "key") + " back as at revision "
                        + undo.header().revision() + ", where nobody else has changed them?");
        return true;
    }
}
