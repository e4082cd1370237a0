package dev.perigee.cli.etcdctl;

import dev.perigee.cli.console.Changing;
import dev.perigee.cli.console.Failure;
import dev.perigee.cli.console.Session;
import dev.perigee.etcd.client.Answer;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Parameters;

/** {@code perigee etcdctl lease revoke}. */
@CommandLine.Command(
        name = "revoke",
        description = "End a lease; its keys go with it.",
        footer = {"  perigee etcdctl lease revoke 32695410dcc0ca06"})
public final class LeaseRevoke extends EtcdctlCommand<Shown.WithFields> implements Changing {

    @Parameters(arity = "0..*", paramLabel = "ID", hideParamSyntax = true, description = "The lease, in hexadecimal.")
    private List<String> words = List.of();

    /**
     * The command of one run.
     *
     * @param session the run
     */
    public LeaseRevoke(Session session) {
        super(session, Forms.NO_MESSAGE);
    }

    @Override
    Call<Shown.WithFields> prepare() throws Failure {
        long id = LeaseArguments.id(words, "lease revoke command needs 1 argument");
        return target -> new Revoked(target.ask(api -> api.leases().revoke(id)));
    }

    private record Revoked(Answer<Long> answer) implements Shown.WithFields {

        @Override
        public void simple(Lines out) {
            out.add("lease " + LeaseArguments.hex(answer.value()) + " revoked");
        }

        @Override
        public Object json() {
            return JsonObject.of(answer.header());
        }

        @Override
        public void fields(Fields out) {
            out.header(answer.header());
        }
    }
}
