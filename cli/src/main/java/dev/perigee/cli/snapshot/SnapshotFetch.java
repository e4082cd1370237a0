package dev.perigee.cli.snapshot;

import dev.perigee.cli.console.Command;
import dev.perigee.cli.console.ExitCode;
import dev.perigee.cli.console.ProgressDisplay;
import dev.perigee.cli.console.Session;
import dev.perigee.cli.output.Column;
import dev.perigee.cli.output.Format;
import dev.perigee.cli.output.Table.Align;
import dev.perigee.cli.output.View;
import dev.perigee.cli.setup.Setup;
import dev.perigee.cli.setup.SnapshotFile;
import dev.perigee.cli.setup.Where;
import dev.perigee.core.catalog.Selector;
import dev.perigee.core.copies.Fetch;
import dev.perigee.core.copies.Fetched;
import dev.perigee.core.words.Sizes;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code perigee snapshot fetch}. */
@CommandLine.Command(
        name = "fetch",
        description = "Bring a stored backup to a file, byte for byte as etcd sent it; etcdutl restores it as well.",
        footer = {"  perigee snapshot fetch latest etcd.db"})
public final class SnapshotFetch extends Command {

    private static final View<Fetched> VIEW = new View<>(
            List.of(
                    Column.of("file", "file", "File", fetched -> fetched.path().toString()),
                    Column.of(
                            "id", "id", "ID", fetched -> fetched.manifest().id().toString()),
                    new Column<>(
                            "size",
                            "size",
                            "Size",
                            fetched -> Sizes.human(fetched.manifest().body().length()),
                            fetched -> fetched.manifest().body().length()),
                    Column.of("sink", "sink", "Sink", Fetched::sink)),
            Align.LEFT);

    @Parameters(index = "0", paramLabel = "BACKUP", description = "An id, its unique beginning, or latest.")
    private String backup = "";

    @Parameters(index = "1", paramLabel = "FILE", description = "Where to. An existing file is replaced at the end.")
    private String file = "";

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
        Path to = SnapshotFile.of(file);
        ProgressDisplay progress = new ProgressDisplay(session);
        try (Setup setup = Setup.of(session, Optional.empty())) {
            Fetched fetched = new Fetch(setup.reading(progress)).run(where.sought(setup), Selector.parse(backup), to);
            progress.clear();
            fetched.warnings().forEach(warning -> session.warn(warning.text()));
            session.report(VIEW, fetched, Format.TABLE);
            return ExitCode.OK;
        } finally {
            progress.clear();
        }
    }
}
