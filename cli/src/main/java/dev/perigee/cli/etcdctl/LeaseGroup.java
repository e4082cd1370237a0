package dev.perigee.cli.etcdctl;

import dev.perigee.cli.console.Group;
import dev.perigee.cli.console.Session;
import dev.perigee.cli.console.Subcommands;
import picocli.CommandLine.Command;

/** {@code perigee etcdctl lease}. */
@Command(name = "lease", description = "Leases, which keys may hang on.")
@Subcommands({LeaseGrant.class, LeaseRevoke.class, LeaseTimeToLive.class, LeaseList.class, LeaseKeepAlive.class})
public final class LeaseGroup extends Group {

    /**
     * The group of one run.
     *
     * @param session the run
     */
    public LeaseGroup(Session session) {
        super(session);
    }
}
