package dev.perigee.cli;

import dev.perigee.cli.console.GlobalOptions;
import dev.perigee.cli.console.Group;
import dev.perigee.cli.console.Session;
import dev.perigee.cli.console.Subcommands;
import dev.perigee.cli.console.Version;
import dev.perigee.cli.datadir.DataDirGroup;
import dev.perigee.cli.etcdctl.EndpointGroup;
import dev.perigee.cli.etcdctl.EtcdctlGroup;
import dev.perigee.cli.etcdctl.MemberGroup;
import dev.perigee.cli.history.HistoryGroup;
import dev.perigee.cli.keys.Export;
import dev.perigee.cli.keys.Import;
import dev.perigee.cli.keys.KeysGroup;
import dev.perigee.cli.signing.KeyGroup;
import dev.perigee.cli.sink.SinkGroup;
import dev.perigee.cli.snapshot.SnapshotGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code perigee} itself. */
@Command(
        name = "perigee",
        description = "Takes etcd snapshots, proves each one before it keeps it, and gives the data back.",
        versionProvider = Version.class,
        footer = {
            "  perigee snapshot save --endpoints http://10.0.0.1:2379",
            "  perigee snapshot list",
            "  perigee snapshot restore latest --data-dir /var/lib/etcd"
        })
@Subcommands({
    SnapshotGroup.class,
    StatusCommand.class,
    HistoryGroup.class,
    DaemonCommand.class,
    DataDirGroup.class,
    KeysGroup.class,
    Export.class,
    Import.class,
    SinkGroup.class,
    ReportCommand.class,
    ConfigGroup.class,
    KeyGroup.class,
    MemberGroup.class,
    EndpointGroup.class,
    EtcdctlGroup.class,
    Completion.class,
    Help.class
})
public final class Perigee extends Group {

    @Mixin
    @SuppressWarnings("UnusedVariable") // picocli fills it
    private final GlobalOptions options;

    @Option(names = "--version", versionHelp = true, description = "Show the version.")
    @SuppressWarnings("UnusedVariable") // picocli reads it
    private boolean version;

    /**
     * The root of one run.
     *
     * @param session the run
     */
    public Perigee(Session session) {
        super(session);
        this.options = session.options();
    }
}
