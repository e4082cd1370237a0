package dev.perigee.cli.etcdctl;

import dev.perigee.cli.console.Failure;
import dev.perigee.cli.console.Session;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Parameters;

/** {@code perigee etcdctl user list}. */
@CommandLine.Command(
        name = "list",
        description = "List all users.",
        footer = {"  perigee etcdctl user list"})
public final class UserList extends EtcdctlCommand<Shown> {

    @Parameters(arity = "0..*", hidden = true)
    private List<String> words = List.of();

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
        AuthArguments.require(words, 0, "user list command requires no arguments");
        return target -> new Names(target.ask(api -> api.auth().users()), "users");
    }
}
