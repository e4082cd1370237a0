package dev.perigee.cli.snapshot;

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
import dev.perigee.core.engine.HashKvRequest;
import dev.perigee.core.engine.HashKvRequest.Hashed;
import dev.perigee.core.engine.Source;
import dev.perigee.core.report.HashKvRow;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code perigee snapshot hashkv}. */
@CommandLine.Command(
        name = "hashkv",
        description = "Show the hash by which etcd compares stores, as etcdutl 3.6 does. The file is only read.",
        footer = {"  perigee snapshot hashkv ./etcd.db -w table"})
public final class SnapshotHashKv extends Command {

    @Parameters(
            arity = "0..1",
            paramLabel = "SOURCE",
            converter = AnyName.class,
            description =
                    "A snapshot file, a copy of a member's db file, or a stored backup: an id, its unique beginning,"
                            + " latest, or latest~3. Of a live cluster: 'perigee endpoint hashkv'.")
    private @Nullable String source;

    @Mixin
    private final AtTime at = new AtTime();

    @Mixin
    private final Where where = new Where();

    @Option(names = "--rev", paramLabel = "N", description = "Up to this revision. Default: 0, the newest.")
    private long revision;

    /**
     * The command of one run.
     *
     * @param session the run
     */
    public SnapshotHashKv(Session session) {
        super(session);
    }

    @Override
    protected Set<Format> formats() {
        return Format.ALL;
    }

    @Override
    protected ExitCode run() throws Exception {
        if (revision < 0) {
            throw Failure.of(ExitCode.BAD_ARGUMENTS, "--rev is " + revision + "; it takes 0 or more");
        }
        at.requireAlone(source);
        try (Engine engine = Engines.forJobs(session, Optional.empty())) {
            Source from = source == null ? at.source(session, engine) : SnapshotFile.source(source);
            where.requireFor(from);
            Hashed hashed = run(engine, new HashKvRequest(from, where.scope(), revision));
            session.show(HashKvRow.of(hashed.hash()), Format.SIMPLE);
        }
        return ExitCode.OK;
    }
}
