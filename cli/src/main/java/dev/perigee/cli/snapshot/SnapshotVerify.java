package dev.perigee.cli.snapshot;

import dev.perigee.cli.console.Command;
import dev.perigee.cli.console.ExitCode;
import dev.perigee.cli.console.Failure;
import dev.perigee.cli.console.Failures;
import dev.perigee.cli.console.Session;
import dev.perigee.cli.output.Format;
import dev.perigee.cli.setup.SnapshotFile;
import dev.perigee.cli.setup.Where;
import dev.perigee.cli.text.AnyName;
import dev.perigee.core.catalog.Selector;
import dev.perigee.core.copies.Verify.Depth;
import dev.perigee.core.copies.VerifyResult;
import dev.perigee.core.engine.ProofRequest;
import dev.perigee.core.engine.ProofRequest.Proven;
import dev.perigee.core.engine.Source;
import dev.perigee.core.engine.VerifyRequest;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.core.report.VerifiedRow;
import dev.perigee.etcd.format.snapshot.Checks;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code perigee snapshot verify}. */
@CommandLine.Command(
        name = "verify",
        description = "Prove a stored backup, or a snapshot file, again: its digest, and its whole structure.",
        footer = {"  perigee snapshot verify latest --all-sinks", "  perigee snapshot verify ./etcd.db"})
public final class SnapshotVerify extends Command {

    @Parameters(
            arity = "0..1",
            paramLabel = "SOURCE",
            converter = AnyName.class,
            description =
                    "A stored backup: an id, its unique beginning, latest or latest~3; or a snapshot file. Default: latest.")
    private String backup = "latest";

    @Mixin
    private final Where where = new Where();

    @Option(names = "--quick", description = "Only the manifest and the lengths; fetch nothing.")
    private boolean quick;

    @Option(names = "--deep", description = "Also compute HashKV, and compare it with the manifest's.")
    private boolean deep;

    @Option(names = "--all-sinks", description = "Every copy. Default: the first that a restore would take.")
    private boolean allSinks;

    /**
     * The command of one run.
     *
     * @param session the run
     */
    public SnapshotVerify(Session session) {
        super(session);
    }

    @Override
    protected Set<Format> formats() {
        return Format.ALL;
    }

    @Override
    protected ExitCode run() throws Exception {
        if (quick && deep) {
            throw Failure.of(ExitCode.BAD_ARGUMENTS, "--quick and --deep exclude each other");
        }
        if (allSinks && where.scope().sink().isPresent()) {
            throw Failure.of(
                    ExitCode.BAD_ARGUMENTS, "--all-sinks does nothing with --sink, which means that one alone");
        }
        return SnapshotFile.source(backup) instanceof Source.File file ? verifyFile(file) : verifyStored();
    }

    /** A file has no manifest to be compared with: its own digest and structure are all there is. */
    private ExitCode verifyFile(Source.File file) throws Failure, OperationException {
        if (quick || allSinks) {
            throw Failure.of(ExitCode.BAD_ARGUMENTS, "--quick and --all-sinks are for stored backups, not for a file");
        }
        where.requireFor(file);
        Proven proven = run(new ProofRequest(file, where.scope(), Checks.ALL));
        if (proven.outcome() == Outcome.DAMAGED) {
            throw Failure.of(ExitCode.DAMAGED, backup + ": its SHA-256 is wrong: it was changed after etcd sent it");
        }
        session.report(VerifiedRow.of(proven), Format.TABLE);
        return ExitCode.OK;
    }

    private ExitCode verifyStored() throws OperationException {
        VerifyResult result = run(new VerifyRequest(Selector.parse(backup), where.scope(), depth(), allSinks));
        result.warnings().forEach(warning -> session.warn(warning.text()));
        session.report(VerifiedRow.of(result), Format.TABLE);
        result.all().stream()
                .filter(copy -> copy.outcome() != Outcome.OK)
                .forEach(copy -> session.error(copy.finding()));
        return Failures.code(result.outcome());
    }

    private Depth depth() {
        if (quick) {
            return Depth.QUICK;
        }
        return deep ? Depth.DEEP : Depth.FULL;
    }
}
