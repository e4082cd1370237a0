package dev.perigee.cli.snapshot;

import dev.perigee.cli.console.Command;
import dev.perigee.cli.console.ExitCode;
import dev.perigee.cli.console.Failure;
import dev.perigee.cli.console.Session;
import dev.perigee.cli.output.Format;
import dev.perigee.cli.setup.SnapshotFile;
import dev.perigee.cli.setup.Where;
import dev.perigee.cli.text.AnyName;
import dev.perigee.core.engine.HashKvRequest;
import dev.perigee.core.engine.HashKvRequest.Hashed;
import dev.perigee.core.report.HashKvRow;
import java.util.Set;
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
            paramLabel = "SOURCE",
            converter = AnyName.class,
            description =
                    "A snapshot file, a copy of a member's db file, or a stored backup: an id, its unique beginning,"
                            + " or latest.")
    private String source = "";

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
        Hashed hashed = run(new HashKvRequest(SnapshotFile.source(source), where.scope(), revision));
        session.show(HashKvRow.of(hashed.hash()), Format.SIMPLE);
        return ExitCode.OK;
    }
}
