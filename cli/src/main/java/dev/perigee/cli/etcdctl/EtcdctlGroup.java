package dev.perigee.cli.etcdctl;

import dev.perigee.cli.console.Group;
import dev.perigee.cli.console.Session;
import dev.perigee.cli.console.Subcommands;
import picocli.CommandLine.Command;

/** {@code perigee etcdctl}. */
@Command(name = "etcdctl", description = "Etcd's own commands, with etcdctl's flags, environment and output.")
@Subcommands({
    Get.class,
    Put.class,
    Del.class,
    Txn.class,
    Watch.class,
    MemberGroup.class,
    EndpointGroup.class,
    AlarmGroup.class,
    Compaction.class,
    Defrag.class,
    LeaseGroup.class,
    AuthGroup.class,
    UserGroup.class,
    RoleGroup.class,
    Lock.class,
    Elect.class,
    MoveLeader.class,
    SnapshotFiles.class,
    EtcdctlVersion.class
})
public final class EtcdctlGroup extends Group {

    /**
     * The group of one run.
     *
     * @param session the run
     */
    public EtcdctlGroup(Session session) {
        super(session);
    }
}
