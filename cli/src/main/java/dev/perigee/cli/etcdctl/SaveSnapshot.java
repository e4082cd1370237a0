package dev.perigee.cli.etcdctl;

import dev.perigee.cli.console.Command;
import dev.perigee.cli.console.Engines;
import dev.perigee.cli.console.ExitCode;
import dev.perigee.cli.console.Failure;
import dev.perigee.cli.console.Session;
import dev.perigee.cli.text.AnyName;
import dev.perigee.cli.text.RawPath;
import dev.perigee.cli.text.RawText;
import dev.perigee.core.backup.SavedFile;
import dev.perigee.core.engine.Engine;
import dev.perigee.core.engine.SaveFileRequest;
import dev.perigee.core.outcome.OperationException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code perigee etcdctl snapshot save}. */
@CommandLine.Command(
        name = "save",
        description = "Take a snapshot, prove it, and keep it in a file. It appears there whole or not at all.",
        footer = {"  perigee etcdctl snapshot save ./etcd.db"})
public final class SaveSnapshot extends Command {

    @Parameters(
            converter = AnyName.class,
            arity = "0..*",
            paramLabel = "FILE",
            hideParamSyntax = true,
            description = "Where to.")
    private List<String> words = List.of();

    @Option(names = "--job", paramLabel = "NAME", description = "Whose cluster, if several are configured.")
    private @Nullable String job;

    @Mixin
    private final IdleFlags idle = new IdleFlags();

    /**
     * The command of one run.
     *
     * @param session the run
     */
    public SaveSnapshot(Session session) {
        super(session);
    }

    @Override
    protected ExitCode run() throws Exception {
        if (words.size() != 1) {
            throw Failure.of(ExitCode.BAD_ARGUMENTS, "snapshot save expects one argument <filename>");
        }
        SavedFile saved = save(RawPath.of(words.getFirst()));
        if (session.reports()) {
            session.terminal().data(RawText.encode("Snapshot saved at " + words.getFirst() + "\n" + version(saved)));
        }
        return ExitCode.OK;
    }

    /** What etcdctl calls the server's version is the storage's; servers before 3.6 don't tell it. */
    private static String version(SavedFile saved) {
        return saved.facts()
                .storageVersion()
                .map(version -> "Server version " + version + "\n")
                .orElse("");
    }

    private SavedFile save(Path file) throws OperationException {
        try (Engine engine = Engines.forEtcd(session, Optional.ofNullable(job))) {
            return run(engine, new SaveFileRequest(file, Optional.ofNullable(job)));
        }
    }
}
