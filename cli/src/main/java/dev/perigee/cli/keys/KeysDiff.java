package dev.perigee.cli.keys;

import dev.perigee.cli.console.Command;
import dev.perigee.cli.console.Engines;
import dev.perigee.cli.console.ExitCode;
import dev.perigee.cli.console.Failure;
import dev.perigee.cli.console.RowStream;
import dev.perigee.cli.console.Session;
import dev.perigee.cli.output.Format;
import dev.perigee.cli.setup.StateOptions;
import dev.perigee.cli.setup.Where;
import dev.perigee.cli.text.AnyName;
import dev.perigee.core.engine.DiffRequest;
import dev.perigee.core.engine.DiffRequest.Compared;
import dev.perigee.core.engine.Engine;
import dev.perigee.core.engine.Source;
import dev.perigee.core.engine.State;
import dev.perigee.core.look.ChangeVisitor;
import dev.perigee.core.look.ChangedText;
import dev.perigee.core.look.KeyChange;
import dev.perigee.core.report.ChangeRow;
import dev.perigee.core.words.FailureWords;
import java.io.IOException;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code perigee keys diff}. */
@CommandLine.Command(
        name = "diff",
        description = {
            "Show how the keys of two states differ: added, changed, removed.",
            "",
            "A key counts as changed if its value is another, or if it hangs on a lease in one of them only. With -w json an"
                    + " object a line."
        },
        footer = {
            "  perigee keys diff latest live --prefix /dns/",
            "  perigee keys diff latest~1 latest --text --namespace team-03",
            "  perigee keys diff live live --rev 48213"
        })
public final class KeysDiff extends Command {

    @Parameters(
            index = "0",
            paramLabel = "A",
            converter = AnyName.class,
            description = "The first state: " + StateOptions.WORDS + ".")
    private String before = "";

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "B",
            converter = AnyName.class,
            description = "The second state. Default: live.")
    private String after = StateOptions.LIVE;

    @Option(names = "--rev", paramLabel = "N", description = "A as it stood at that revision. Default: the newest.")
    private long revision;

    @Option(names = "--to-rev", paramLabel = "N", description = "B as it stood at that revision. Default: the newest.")
    private long toRevision;

    @Option(
            names = "--text",
            description = "Values line by line, in the unified form: texts as they are, JSON laid out. Shows secrets.")
    private boolean text;

    @Mixin
    private final ObjectOptions keys = new ObjectOptions();

    @Mixin
    private final Where where = new Where();

    /**
     * The command of one run.
     *
     * @param session the run
     */
    public KeysDiff(Session session) {
        super(session);
    }

    @Override
    protected Set<Format> formats() {
        return Format.ALL;
    }

    @Override
    protected ExitCode run() throws Exception {
        if (text && session.options().format().isPresent()) {
            throw Failure.of(ExitCode.BAD_ARGUMENTS, "--text and -w exclude each other");
        }
        RowStream<KeyChange> rows = new RowStream<>(session, ChangeRow.VIEW, session.format(Format.TABLE));
        ChangeVisitor visitor = text ? this::showText : rows::accept;
        Compared compared;
        try (Engine engine = Engines.forCluster(session, where.scope().cluster())) {
            State first = StateOptions.of(before, StateOptions.revision("--rev", revision));
            State second = StateOptions.of(after, StateOptions.revision("--to-rev", toRevision));
            if (!isStored(first) && !isStored(second)) {
                where.requireFor(first);
            }
            compared = run(engine, new DiffRequest(first, second, where.scope(), keys.selection(), visitor));
        }
        rows.flush();
        session.note(summary(compared));
        return ExitCode.OK;
    }

    private static boolean isStored(State state) {
        return state.snapshot().filter(Source.Stored.class::isInstance).isPresent();
    }

    private void showText(KeyChange change) throws IOException {
        try {
            session.terminal().lines(ChangedText.of(change));
        } catch (Failure e) {
            throw new IOException(FailureWords.of(e), e);
        }
    }

    private static String summary(Compared compared) {
        return compared.count(KeyChange.Kind.ADDED) + " added, " + compared.count(KeyChange.Kind.CHANGED) + " changed, "
                + compared.count(KeyChange.Kind.REMOVED) + " removed, " + compared.same()
                + " the same between revision "
                + compared.before().revision() + " and revision "
                + compared.after().revision();
    }
}
