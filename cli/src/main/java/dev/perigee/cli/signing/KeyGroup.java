package dev.perigee.cli.signing;

import dev.perigee.cli.console.Group;
import dev.perigee.cli.console.Session;
import dev.perigee.cli.console.Subcommands;
import picocli.CommandLine.Command;

/** {@code perigee key}. */
@Command(name = "key", description = "Make and show the key that manifests are signed with.")
@Subcommands({KeyNew.class, KeyShow.class})
public final class KeyGroup extends Group {

    /**
     * The group of one run.
     *
     * @param session the run
     */
    public KeyGroup(Session session) {
        super(session);
    }
}
