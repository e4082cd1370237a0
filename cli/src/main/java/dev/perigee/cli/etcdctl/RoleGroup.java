package dev.perigee.cli.etcdctl;

import dev.perigee.cli.console.Group;
import dev.perigee.cli.console.Session;
import dev.perigee.cli.console.Subcommands;
import picocli.CommandLine.Command;

/** {@code perigee etcdctl role}. */
@Command(name = "role", description = "Roles, which say what users may do.")
@Subcommands({
    RoleAdd.class,
    RoleDelete.class,
    RoleGet.class,
    RoleList.class,
    RoleGrantPermission.class,
    RoleRevokePermission.class
})
public final class RoleGroup extends Group {

    /**
     * The group of one run.
     *
     * @param session the run
     */
    public RoleGroup(Session session) {
        super(session);
    }
}
