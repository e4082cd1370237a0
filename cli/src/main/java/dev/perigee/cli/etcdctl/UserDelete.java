package dev.perigee.cli.etcdctl;

import dev.perigee.cli.console.Changing;
import dev.perigee.cli.console.Failure;
import dev.perigee.cli.console.Session;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Parameters;

/** {@code perigee etcdctl user delete}. */
@CommandLine.Command(
        name = "delete",
        description = "Remove a user.",
        footer = {"  perigee etcdctl user delete ops"})
public final class UserDelete extends EtcdctlCommand<Shown.WithFields> implements Changing {

    @Parameters(arity = "0..*", paramLabel = "NAME", hideParamSyntax = true, description = "The user.")
    private List<String> words = List.of();

    /**
     * The command of one run.
     *
     * @param session the run
     */
    public UserDelete(Session session) {
        super(session, Forms.NO_TABLE);
    }

    @Override
    Call<Shown.WithFields> prepare() throws Failure {
        AuthArguments.require(words, 1, "user delete command requires user name as its argument");
        String name = words.getFirst();
        return target -> new Changed(target.ask(api -> api.auth().deleteUser(name)), "User " + name + " deleted");
    }
}
