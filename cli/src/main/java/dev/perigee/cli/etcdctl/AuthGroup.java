package dev.perigee.cli.etcdctl;

import dev.perigee.cli.console.Group;
import dev.perigee.cli.console.Session;
import dev.perigee.cli.console.Subcommands;
import picocli.CommandLine.Command;

/** {@code perigee etcdctl auth}. */
@Command(name = "auth", description = "Whether users have to log in.")
@Subcommands({AuthEnable.class, AuthDisable.class, AuthState.class})
public final class AuthGroup extends Group {

    /**
     * The group of one run.
     *
     * @param session the run
     */
    public AuthGroup(Session session) {
        super(session);
    }
}
