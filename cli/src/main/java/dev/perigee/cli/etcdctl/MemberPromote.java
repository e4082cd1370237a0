package dev.perigee.cli.etcdctl;

import dev.perigee.cli.console.Changing;
import dev.perigee.cli.console.Failure;
import dev.perigee.cli.console.Session;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Parameters;

/** {@code perigee etcdctl member promote}. */
@CommandLine.Command(
        name = "promote",
        description = "Give a learner its vote.",
        footer = {"  perigee etcdctl member promote 8e9e05c52164694d"})
public final class MemberPromote extends EtcdctlCommand<Shown> implements Changing {

    @Parameters(arity = "0..*", paramLabel = "ID", hideParamSyntax = true, description = "The member, in hexadecimal.")
    private List<String> words = List.of();

    /**
     * The command of one run.
     *
     * @param session the run
     */
    public MemberPromote(Session session) {
        super(session, Forms.SIMPLE_AND_JSON);
    }

    @Override
    Call<Shown> prepare() throws Failure {
        long id = MemberArguments.id(words);
        return target -> new ChangedMembers(target.ask(api -> api.promote(id)), id, "promoted in");
    }
}
