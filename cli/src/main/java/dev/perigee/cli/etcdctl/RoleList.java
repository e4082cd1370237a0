package dev.perigee.cli.etcdctl;

import dev.perigee.cli.console.Failure;
import dev.perigee.cli.console.Session;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;

/** {@code perigee etcdctl role list}. */
@CommandLine.Command(
        name = "list",
        description = "List all roles.",
        footer = {"  perigee etcdctl role list"})
public final class RoleList extends EtcdctlCommand<Shown.WithFields> {

    @Mixin
    private final NoWords none = new NoWords();

    /**
     * The command of one run.
     *
     * @param session the run
     */
    public RoleList(Session session) {
        super(session, Forms.NO_TABLE);
    }

    @Override
    Call<Shown.WithFields> prepare() throws Failure {
        none.require("role list command requires no arguments");
        return target -> new Names(target.ask(api -> api.auth().roles()), "roles");
    }
}
