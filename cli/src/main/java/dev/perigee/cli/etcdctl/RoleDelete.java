package dev.perigee.cli.etcdctl;

import dev.perigee.cli.console.Changing;
import dev.perigee.cli.console.Failure;
import dev.perigee.cli.console.Session;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Parameters;

/** {@code perigee etcdctl role delete}. */
@CommandLine.Command(
        name = "delete",
        description = "Remove a role, also from the users that have it.",
        footer = {"  perigee etcdctl role delete reader"})
public final class RoleDelete extends EtcdctlCommand<Shown.WithFields> implements Changing {

    @Parameters(arity = "0..*", paramLabel = "NAME", hideParamSyntax = true, description = "The role.")
    private List<String> words = List.of();

    /**
     * The command of one run.
     *
     * @param session the run
     */
    public RoleDelete(Session session) {
        super(session, Forms.NO_TABLE);
    }

    @Override
    Call<Shown.WithFields> prepare() throws Failure {
        AuthArguments.require(words, 1, "role delete command requires role name as its argument");
        String name = words.getFirst();
        return target -> new Changed(target.ask(api -> api.auth().deleteRole(name)), "Role " + name + " deleted");
    }
}
