package dev.perigee.cli.snapshot;

import dev.perigee.cli.console.Command;
import dev.perigee.cli.console.ExitCode;
import dev.perigee.cli.console.Failures;
import dev.perigee.cli.console.Session;
import dev.perigee.cli.output.Format;
import dev.perigee.cli.setup.Where;
import dev.perigee.cli.text.AnyName;
import dev.perigee.core.catalog.Selector;
import dev.perigee.core.drill.DrillResult;
import dev.perigee.core.engine.DrillRequest;
import dev.perigee.core.report.DrillRow;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code perigee snapshot drill}. */
@CommandLine.Command(
        name = "drill",
        description = "Play a restore through beside everything else, as far as a server that runs, and measure it.",
        footer = {"  perigee snapshot drill latest --etcd /usr/local/bin/etcd"})
public final class SnapshotDrill extends Command {

    @Parameters(
            arity = "0..1",
            paramLabel = "BACKUP",
            converter = AnyName.class,
            description = "An id, its unique beginning, latest or latest~3. Default: latest.")
    private String backup = "latest";

    @Mixin
    private final Where where = new Where();

    @Option(
            names = "--etcd",
            paramLabel = "PATH",
            description =
                    "A binary of etcd to start from the restored directory, if it is of the backup's minor version."
                            + " May be given several times. Default: those of the job's drill.etcd; none starts no server.")
    private List<Path> etcd = new ArrayList<>();

    @Option(
            names = "--members",
            description = "Restore and start every member that the backup's cluster had, and ask each.")
    private boolean members;

    /**
     * The command of one run.
     *
     * @param session the run
     */
    public SnapshotDrill(Session session) {
        super(session);
    }

    @Override
    protected Set<Format> formats() {
        return Format.ALL;
    }

    @Override
    protected ExitCode run() throws Exception {
        DrillResult result = run(new DrillRequest(Selector.parse(backup), where.scope(), etcd, members, false));
        session.report(DrillRow.of(result), Format.TABLE);
        result.findings().forEach(session::error);
        tellOfServer(result);
        return Failures.code(result.outcome());
    }

    private void tellOfServer(DrillResult result) {
        if (result.withoutServer().isEmpty()) {
            session.note("from nothing to a server that answers: " + DrillRow.seconds(result.timeToRestore()));
        } else if (result.unfit().isPresent()) {
            session.error(result.withoutServer().get());
        } else {
            session.note(result.withoutServer().get());
        }
    }
}
