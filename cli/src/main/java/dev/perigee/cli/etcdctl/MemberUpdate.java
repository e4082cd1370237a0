package dev.perigee.cli.etcdctl;

import dev.perigee.cli.console.Changing;
import dev.perigee.cli.console.Failure;
import dev.perigee.cli.console.Session;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code perigee etcdctl member update}. */
@CommandLine.Command(
        name = "update",
        description = "Change where the other members reach a member.",
        footer = {"  perigee etcdctl member update 8e9e05c52164694d --peer-urls http://10.0.0.4:2380"})
public final class MemberUpdate extends EtcdctlCommand<Shown> implements Changing {

    @Parameters(arity = "0..*", paramLabel = "ID", hideParamSyntax = true, description = "The member, in hexadecimal.")
    private List<String> words = List.of();

    @Option(
            names = "--peer-urls",
            paramLabel = "URL,...",
            description = "Where they reach it from now on, such as http://10.0.0.4:2380. Needed.")
    private String peerUrls = "";

    /**
     * The command of one run.
     *
     * @param session the run
     */
    public MemberUpdate(Session session) {
        super(session, Forms.SIMPLE_AND_JSON);
    }

    @Override
    Call<Shown> prepare() throws Failure {
        long id = MemberArguments.id(words);
        List<String> urls = MemberArguments.peerUrls(peerUrls);
        return target -> new ChangedMembers(target.ask(api -> api.update(id, urls)), id, "updated in");
    }
}
