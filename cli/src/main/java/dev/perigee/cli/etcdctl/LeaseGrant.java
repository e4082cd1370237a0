package dev.perigee.cli.etcdctl;

import dev.perigee.cli.console.Changing;
import dev.perigee.cli.console.Failure;
import dev.perigee.cli.console.Session;
import dev.perigee.etcd.client.Answer;
import dev.perigee.etcd.client.Bytes;
import dev.perigee.etcd.client.Lease;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Parameters;

/** {@code perigee etcdctl lease grant}. */
@CommandLine.Command(
        name = "grant",
        description = "Make a lease, and show its id.",
        footer = {"  perigee etcdctl lease grant 60"})
public final class LeaseGrant extends EtcdctlCommand<Shown.WithFields> implements Changing {

    @Parameters(
            arity = "0..*",
            paramLabel = "TTL",
            hideParamSyntax = true,
            description = "How many seconds it lives, unless it is kept alive.")
    private List<String> words = List.of();

    /**
     * The command of one run.
     *
     * @param session the run
     */
    public LeaseGrant(Session session) {
        super(session, Forms.NO_TABLE);
    }

    @Override
    Call<Shown.WithFields> prepare() throws Failure {
        if (words.size() != 1) {
            throw KeyArguments.bad("lease grant command needs TTL argument");
        }
        long seconds = seconds();
        return target -> new Granted(target.ask(api -> api.leases().grant(0, seconds)));
    }

    private long seconds() throws Failure {
        try {
            return Long.parseLong(words.getFirst());
        } catch (NumberFormatException e) {
            throw KeyArguments.bad("bad TTL '" + words.getFirst() + "'; it takes seconds");
        }
    }

    private record Granted(Answer<Lease> answer) implements Shown.WithFields {

        @Override
        public Bytes message() {
            return answer.header().message();
        }

        @Override
        public void simple(Lines out) {
            out.add("lease " + LeaseArguments.hex(answer.value().id()) + " granted with TTL("
                    + answer.value().grantedSeconds() + "s)");
        }

        @Override
        public Object json() {
            return LeaseArguments.flat(answer.header())
                    .always("ID", answer.value().id())
                    .always("TTL", answer.value().grantedSeconds())
                    .always("Error", "");
        }

        @Override
        public void fields(Fields out) {
            out.header(answer.header())
                    .leaseId(answer.value().id())
                    .plain("TTL", answer.value().grantedSeconds());
        }
    }
}
