package dev.perigee.cli.etcdctl;

import dev.perigee.cli.console.Failure;
import dev.perigee.cli.console.Session;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;

/** {@code perigee etcdctl user list}. */
@CommandLine.Command(
        name = "list",
        description = "List all users.",
        footer = {"  perigee etcdctl user list"})
public final class UserList extends EtcdctlCommand<Shown> {

    @Mixin
    private final NoWords none = new NoWords();

    /**
     * The command of one run.
     *
     * @param session the run
     */
    public UserList(Session session) {
        super(session, Forms.SIMPLE_AND_JSON);
    }

    @Override
    Call<Shown> prepare() throws Failure {
        none.require("user list command requires no arguments");
        return target -> new Names(target.ask(api -> api.auth().users()), "users");
    }
}
