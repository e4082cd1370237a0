package dev.perigee.cli.etcdctl;

import dev.perigee.cli.console.Changing;
import dev.perigee.cli.console.Failure;
import dev.perigee.cli.console.Session;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Parameters;

/** {@code perigee etcdctl role add}. */
@CommandLine.Command(
        name = "add",
        description = "Make a role that may do nothing yet.",
        footer = {"  perigee etcdctl role add reader"})
public final class RoleAdd extends EtcdctlCommand<Shown.WithFields> implements Changing {

    @Parameters(arity = "0..*", paramLabel = "NAME", hideParamSyntax = true, description = "The role.")
    private List<String> words = List.of();

    /**
     * The command of one run.
     *
     * @param session the run
     */
    public RoleAdd(Session session) {
        super(session, Forms.NO_TABLE);
    }

    @Override
    Call<Shown.WithFields> prepare() throws Failure {
        AuthArguments.require(words, 1, "role add command requires role name as its argument");
        String name = words.getFirst();
        return target -> new Changed(target.ask(api -> api.auth().addRole(name)), "Role " + name + " created");
    }
}
