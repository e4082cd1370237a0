package dev.perigee.cli.etcdctl;

import dev.perigee.cli.console.Group;
import dev.perigee.cli.console.Session;
import dev.perigee.cli.console.Subcommands;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** {@code perigee endpoint}. */
@Command(name = "endpoint", description = "How each endpoint is. The same as 'etcdctl endpoint'.")
@Subcommands({EndpointStatus.class, EndpointHealth.class, EndpointHashKv.class})
public final class EndpointGroup extends Group {

    @Option(
            names = "--cluster",
            scope = ScopeType.INHERIT,
            description = "Every client URL in the member list, instead of --endpoints.")
    private boolean cluster;

    /**
     * The group of one run.
     *
     * @param session the run
     */
    public EndpointGroup(Session session) {
        super(session);
    }

    boolean cluster() {
        return cluster;
    }
}
