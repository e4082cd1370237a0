package dev.perigee.cli;

import dev.perigee.cli.console.Group;
import dev.perigee.cli.console.Session;
import dev.perigee.cli.console.Subcommands;
import picocli.CommandLine.Command;

/** {@code perigee config}. */
@Command(name = "config", description = "Look at the configuration.")
@Subcommands({ConfigCheck.class, ConfigShow.class, ConfigFromGravity.class})
public final class ConfigGroup extends Group {

    /**
     * The group of one run.
     *
     * @param session the run
     */
    public ConfigGroup(Session session) {
        super(session);
    }
}
