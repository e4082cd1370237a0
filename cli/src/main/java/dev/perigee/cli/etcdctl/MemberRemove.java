package dev.perigee.cli.etcdctl;

import dev.perigee.cli.console.Changing;
import dev.perigee.cli.console.Failure;
import dev.perigee.cli.console.Session;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Parameters;

/** {@code perigee etcdctl member remove}. */
@CommandLine.Command(
        name = "remove",
        description = "Remove a member from the cluster, for good.",
        footer = {"  perigee etcdctl member remove 8e9e05c52164694d"})
public final class MemberRemove extends EtcdctlCommand<Shown> implements Changing {

    @Parameters(arity = "0..*", paramLabel = "ID", hideParamSyntax = true, description = "The member, in hexadecimal.")
    private List<String> words = List.of();

    /**
     * The command of one run.
     *
     * @param session the run
     */
    public MemberRemove(Session session) {
        super(session, Forms.SIMPLE_AND_JSON);
    }

    @Override
    Call<Shown> prepare() throws Failure {
        long id = MemberArguments.id(words);
        return target -> new ChangedMembers(target.ask(api -> api.remove(id)), id, "removed from");
    }
}
