package dev.perigee.cli.snapshot;

import dev.perigee.cli.console.Command;
import dev.perigee.cli.console.ExitCode;
import dev.perigee.cli.console.Failure;
import dev.perigee.cli.console.Failures;
import dev.perigee.cli.console.ProgressDisplay;
import dev.perigee.cli.console.Session;
import dev.perigee.cli.output.Format;
import dev.perigee.cli.setup.LocalSnapshot;
import dev.perigee.cli.setup.Setup;
import dev.perigee.cli.setup.Where;
import dev.perigee.cli.text.AnyName;
import dev.perigee.core.catalog.Selector;
import dev.perigee.core.copies.Verify;
import dev.perigee.core.copies.Verify.Depth;
import dev.perigee.core.copies.VerifyResult;
import dev.perigee.core.copies.VerifyResult.Copy;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.etcd.format.snapshot.Checks;
import dev.perigee.etcd.format.snapshot.Snapshot;
import dev.perigee.etcd.format.snapshot.SnapshotProof;
import dev.perigee.etcd.format.snapshot.Trailer;
import java.util.List;
import java.util.Optional;
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
                    "A stored backup: an id, its unique beginning, or latest; or a snapshot file. Default: latest.")
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
        return LocalSnapshot.isFile(backup) ? verifyFile() : verifyStored();
    }

    /** A file has no manifest to be compared with: its own digest and structure are all there is. */
    private ExitCode verifyFile() throws Exception {
        if (quick || allSinks) {
            throw Failure.of(ExitCode.BAD_ARGUMENTS, "--quick and --all-sinks are for stored backups, not for a file");
        }
        try (LocalSnapshot local = LocalSnapshot.of(session, backup, where);
                Snapshot snapshot = Snapshot.open(local.path())) {
            SnapshotProof proof = FileProgress.shown(session, progress -> snapshot.check(Checks.ALL, progress));
            if (proof.trailer().equals(Optional.of(Trailer.MISMATCH))) {
                throw Failure.of(
                        ExitCode.DAMAGED, backup + ": its SHA-256 is wrong: it was changed after etcd sent it");
            }
            List<String> checks = proof.trailer().equals(Optional.of(Trailer.OK))
                    ? List.of("digest", "structure", "rows")
                    : List.of("structure", "rows");
            Copy copy = new Copy("", Outcome.OK, checks, "");
            session.report(VerifiedRow.VIEW, List.of(new VerifiedRow(backup, copy)), Format.TABLE);
            return ExitCode.OK;
        }
    }

    private ExitCode verifyStored() throws Exception {
        ProgressDisplay progress = new ProgressDisplay(session);
        try (Setup setup = Setup.of(session, Optional.empty())) {
            VerifyResult result = new Verify(setup.environment(progress))
                    .run(where.cluster(setup), where.sinks(setup), Selector.parse(backup), depth(), allSinks);
            progress.clear();
            result.warnings().forEach(warning -> session.warn(warning.text()));
            session.report(VerifiedRow.VIEW, VerifiedRow.of(result), Format.TABLE);
            result.copies().stream()
                    .filter(copy -> copy.outcome() != Outcome.OK)
                    .forEach(copy -> session.error("the copy in " + copy.sink() + ": " + copy.finding()));
            return Failures.code(result.outcome());
        } catch (OperationException e) {
            throw LocalSnapshot.orNoFile(Selector.parse(backup), e);
        } finally {
            progress.clear();
        }
    }

    private Depth depth() {
        if (quick) {
            return Depth.QUICK;
        }
        return deep ? Depth.DEEP : Depth.FULL;
    }
}
