package dev.perigee.cli.etcdctl;

import dev.perigee.cli.console.Group;
import dev.perigee.cli.console.Session;
import dev.perigee.cli.console.Subcommands;
import picocli.CommandLine.Command;

/** {@code perigee etcdctl alarm}. */
@Command(name = "alarm", description = "The members' alarms.")
@Subcommands({AlarmList.class, AlarmDisarm.class})
public final class AlarmGroup extends Group {

    /**
     * The group of one run.
     *
     * @param session the run
     */
    public AlarmGroup(Session session) {
        super(session);
    }
}
