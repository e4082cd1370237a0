package dev.perigee.cli.etcdctl;

import dev.perigee.cli.console.Changing;
import dev.perigee.cli.console.Failure;
import dev.perigee.cli.console.Session;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Parameters;

/** {@code perigee etcdctl user grant-role}. */
@CommandLine.Command(
        name = "grant-role",
        description = "Give a user a role.",
        footer = {"  perigee etcdctl user grant-role ops reader"})
public final class UserGrantRole extends EtcdctlCommand<Shown.WithFields> implements Changing {

    @Parameters(
            arity = "0..*",
            paramLabel = "USER ROLE",
            hideParamSyntax = true,
            description = "The user and the role.")
    private List<String> words = List.of();

    /**
     * The command of one run.
     *
     * @param session the run
     */
    public UserGrantRole(Session session) {
        super(session, Forms.NO_TABLE);
    }

    @Override
    Call<Shown.WithFields> prepare() throws Failure {
        AuthArguments.require(words, 2, "user grant command requires user name and role name as its argument");
        String user = words.get(0);
        String role = words.get(1);
        return target -> new Changed(
                target.ask(api -> api.auth().grantRole(user, role)), "Role " + role + " is granted to user " + user);
    }
}
