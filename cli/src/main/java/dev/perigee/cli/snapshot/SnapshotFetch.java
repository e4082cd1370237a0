package dev.perigee.cli.snapshot;

import dev.perigee.cli.console.Command;
import dev.perigee.cli.console.ExitCode;
import dev.perigee.cli.console.Session;
import dev.perigee.cli.output.Format;
import dev.perigee.cli.setup.SnapshotFile;
import dev.perigee.cli.setup.Where;
import dev.perigee.core.catalog.Selector;
import dev.perigee.core.copies.Fetched;
import dev.perigee.core.engine.FetchRequest;
import dev.perigee.core.report.FetchedRow;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code perigee snapshot fetch}. */
@CommandLine.Command(
        name = "fetch",
        description = "Bring a stored backup to a file, byte for byte as etcd sent it; etcdutl restores it as well.",
        footer = {
            "  perigee snapshot fetch latest etcd.db",
            "  perigee snapshot fetch latest companions.tar --companions"
        })
public final class SnapshotFetch extends Command {

    @Parameters(index = "0", paramLabel = "BACKUP", description = "An id, its unique beginning, latest or latest~3.")
    private String backup = "";

    @Parameters(index = "1", paramLabel = "FILE", description = "Where to. An existing file is replaced at the end.")
    private String file = "";

    @Option(
            names = "--companions",
            description = "Bring the files that a restore also needs instead, decoded, as a tar.")
    private boolean companions;

    @Mixin
    private final Where where = new Where();

    /**
     * The command of one run.
     *
     * @param session the run
     */
    public SnapshotFetch(Session session) {
        super(session);
    }

    @Override
    protected Set<Format> formats() {
        return Format.ALL;
    }

    @Override
    protected ExitCode run() throws Exception {
        Fetched fetched =
                run(new FetchRequest(Selector.parse(backup), where.scope(), SnapshotFile.of(file), companions));
        fetched.warnings().forEach(warning -> session.warn(warning.text()));
        if (fetched.manifest().isPacked() && !companions) {
            session.note(fetched.manifest().id()
                    + " was stored as packs: these are the rows that etcd sent, with their HashKV,"
                    + " not its bytes; the SHA-256 at the end is Perigee's");
        }
        session.report(FetchedRow.of(fetched), Format.TABLE);
        return ExitCode.OK;
    }
}
