package dev.perigee.cli.etcdctl;

import dev.perigee.cli.console.Command;
import dev.perigee.cli.console.ExitCode;
import dev.perigee.cli.console.Session;
import dev.perigee.cli.console.Version;
import java.util.List;
import picocli.CommandLine;

/** {@code perigee etcdctl version}. */
@CommandLine.Command(
        name = "version",
        description = "Show which etcdctl this stands in for.",
        footer = {"  perigee etcdctl version"})
public final class EtcdctlVersion extends Command {

    /**
     * The command of one run.
     *
     * @param session the run
     */
    public EtcdctlVersion(Session session) {
        super(session);
    }

    @Override
    protected void requireFormat(String name) {}

    @Override
    protected ExitCode run() throws Exception {
        session.terminal()
                .lines(List.of("etcdctl version: 3.6 (perigee " + Version.number() + ")", "API version: 3.6"));
        return ExitCode.OK;
    }
}
