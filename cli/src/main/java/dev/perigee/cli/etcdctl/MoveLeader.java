package dev.perigee.cli.etcdctl;

import dev.perigee.cli.console.Changing;
import dev.perigee.cli.console.ExitCode;
import dev.perigee.cli.console.Failure;
import dev.perigee.cli.console.Session;
import dev.perigee.etcd.client.Answer;
import dev.perigee.etcd.client.Bytes;
import dev.perigee.etcd.client.EtcdException;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Parameters;

/** {@code perigee etcdctl move-leader}. */
@CommandLine.Command(
        name = "move-leader",
        description = "Have the leader hand over to another member. The leader must be among the endpoints.",
        footer = {"  perigee etcdctl move-leader 8e9e05c52164694d"})
public final class MoveLeader extends EtcdctlCommand<Shown> implements Changing {

    @Parameters(
            arity = "0..*",
            paramLabel = "ID",
            hideParamSyntax = true,
            description = "Who is to lead, in hexadecimal.")
    private List<String> words = List.of();

    /**
     * The command of one run.
     *
     * @param session the run
     */
    public MoveLeader(Session session) {
        super(session, Forms.SIMPLE_AND_JSON);
    }

    @Override
    Call<Shown> prepare() throws Failure {
        if (words.size() != 1) {
            throw KeyArguments.bad("move-leader command needs 1 argument");
        }
        long id = MemberArguments.id(words);
        return target -> moved(target, id);
    }

    private static Shown moved(Target target, long id) throws EtcdException, Failure {
        for (Target each : target.split()) {
            if (each.is(answer -> answer.value().isLeader())) {
                long leader = each.ask(api -> api.status()).header().memberId();
                return new Moved(each.ask(api -> api.moveLeader(id)), leader);
            }
        }
        throw Failure.of(ExitCode.BAD_ARGUMENTS, "none of the endpoints is the leader")
                .withHint("'perigee endpoint status --cluster -w table' shows who is");
    }

    private record Moved(Answer<Long> answer, long leader) implements Shown {

        @Override
        public void simple(Lines out) {
            out.add("Leadership transferred from " + Long.toHexString(leader) + " to "
                    + Long.toHexString(answer.value()));
        }

        @Override
        public Bytes message() {
            return answer.message();
        }

        @Override
        public Object json() {
            return JsonObject.of(answer.header());
        }
    }
}
