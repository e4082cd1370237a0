package dev.perigee.cli.datadir;

import dev.perigee.cli.console.Command;
import dev.perigee.cli.console.ExitCode;
import dev.perigee.cli.console.Failures;
import dev.perigee.cli.console.Session;
import dev.perigee.cli.output.Format;
import dev.perigee.core.engine.DataDirCheckRequest;
import dev.perigee.core.engine.DataDirCheckRequest.Checked;
import dev.perigee.core.report.FindingRow;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code perigee data-dir check}. */
@CommandLine.Command(
        name = "check",
        description = {
            "Say what etcd would make of a stopped member's data directory: its log, its raft snapshots, its database.",
            "",
            "Changes nothing. Ends with 10 if etcd wouldn't start, and says what to do then."
        },
        footer = {"  perigee data-dir check /var/lib/etcd"})
public final class DataDirCheck extends Command {

    @Parameters(paramLabel = "DIR", description = "The data directory, which holds 'member'.")
    private Path dataDir = Path.of("");

    @Option(names = "--wal-dir", paramLabel = "DIR", description = "Where its log is. Default: in the data directory.")
    private @Nullable Path walDir;

    /**
     * The command of one run.
     *
     * @param session the run
     */
    public DataDirCheck(Session session) {
        super(session);
    }

    @Override
    protected Set<Format> formats() {
        return Format.ALL;
    }

    @Override
    protected ExitCode run() throws Exception {
        Checked checked = run(new DataDirCheckRequest(dataDir, Optional.ofNullable(walDir)));
        session.show(FindingRow.of(checked.findings()), Format.TABLE);
        return Failures.code(checked.outcome());
    }
}
