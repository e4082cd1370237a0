package dev.perigee.cli.etcdctl;

import dev.perigee.cli.console.Group;
import dev.perigee.cli.console.Session;
import dev.perigee.cli.console.Subcommands;
import picocli.CommandLine.Command;

/** {@code perigee etcdctl user}. */
@Command(name = "user", description = "Users, who log in.")
@Subcommands({
    UserAdd.class,
    UserDelete.class,
    UserGet.class,
    UserList.class,
    UserPassword.class,
    UserGrantRole.class,
    UserRevokeRole.class
})
public final class UserGroup extends Group {

    /**
     * The group of one run.
     *
     * @param session the run
     */
    public UserGroup(Session session) {
        super(session);
    }
}
