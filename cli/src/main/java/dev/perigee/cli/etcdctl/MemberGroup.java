package dev.perigee.cli.etcdctl;

import dev.perigee.cli.console.Group;
import dev.perigee.cli.console.Session;
import dev.perigee.cli.console.Subcommands;
import picocli.CommandLine.Command;

/** {@code perigee member}. */
@Command(name = "member", description = "Who belongs to the cluster. The same as 'etcdctl member'.")
@Subcommands({MemberList.class, MemberAdd.class, MemberRemove.class, MemberUpdate.class, MemberPromote.class})
public final class MemberGroup extends Group {

    /**
     * The group of one run.
     *
     * @param session the run
     */
    public MemberGroup(Session session) {
        super(session);
    }
}
