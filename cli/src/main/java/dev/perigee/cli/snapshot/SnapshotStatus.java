package dev.perigee.cli.snapshot;

import dev.perigee.cli.console.Command;
import dev.perigee.cli.console.ExitCode;
import dev.perigee.cli.console.Failure;
import dev.perigee.cli.console.Session;
import dev.perigee.cli.output.Format;
import dev.perigee.cli.setup.SnapshotFile;
import dev.perigee.cli.setup.Where;
import dev.perigee.cli.text.AnyName;
import dev.perigee.core.engine.ProofRequest;
import dev.perigee.core.engine.ProofRequest.Proven;
import dev.perigee.core.engine.Source;
import dev.perigee.core.report.StatusRow;
import dev.perigee.etcd.format.snapshot.Checks;
import dev.perigee.etcd.format.snapshot.Trailer;
import java.util.OptionalLong;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code perigee snapshot status}. */
@CommandLine.Command(
        name = "status",
        description = "Check a snapshot, and show what is in it as etcdutl 3.6 does.",
        footer = {"  perigee snapshot status ./etcd.db -w table"})
public final class SnapshotStatus extends Command {

    @Parameters(
            paramLabel = "SOURCE",
            converter = AnyName.class,
            description =
                    "A snapshot file, a copy of a member's db file, or a stored backup: an id, its unique beginning,"
                            + " latest or latest~3.")
    private String source = "";

    @Mixin
    private final Where where = new Where();

    @Option(
            names = "--proof",
            description = "Add the digest's verdict to the output, instead of telling it on standard error.")
    private boolean proof;

    /**
     * The command of one run.
     *
     * @param session the run
     */
    public SnapshotStatus(Session session) {
        super(session);
    }

    @Override
    protected Set<Format> formats() {
        return Format.ALL;
    }

    @Override
    protected ExitCode run() throws Exception {
        Source from = SnapshotFile.source(source);
        where.requireFor(from);
        Proven proven = run(new ProofRequest(from, where.scope(), new Checks(true, OptionalLong.empty())));
        StatusRow row = new StatusRow(proven.proof().facts(), proven.trailer());
        session.show(proof ? row.withProof() : row.asEtcdutl(), Format.SIMPLE);
        return verdict(proven.trailer());
    }

    private ExitCode verdict(Trailer trailer) throws Failure {
        switch (trailer) {
            case OK -> noteUnlessProof("digest: ok, these are the bytes that etcd sent");
            case MISSING -> noteUnlessProof("digest: none, this is a copy of a database and not a snapshot stream");
            case MISMATCH ->
                throw Failure.of(ExitCode.DAMAGED, source + ": its SHA-256 is wrong: it was changed after etcd sent it")
                        .withHint("the structure is whole, but keys and values may not be what they were");
        }
        return ExitCode.OK;
    }

    private void noteUnlessProof(String line) {
        if (!proof) {
            session.note(line);
        }
    }
}
