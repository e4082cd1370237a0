package dev.perigee.cli.etcdctl;

import dev.perigee.cli.console.Changing;
import dev.perigee.cli.console.ExitCode;
import dev.perigee.cli.console.Failure;
import dev.perigee.cli.console.Session;
import dev.perigee.cli.output.Format;
import dev.perigee.etcd.client.Answer;
import dev.perigee.etcd.client.Bytes;
import dev.perigee.etcd.client.EtcdException;
import dev.perigee.etcd.client.Lease;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code perigee etcdctl lease keep-alive}. */
@CommandLine.Command(
        name = "keep-alive",
        description =
                "Keep a lease alive until it is gone, or this is ended. The member is asked three times in its time to live.",
        footer = {"  perigee etcdctl lease keep-alive 32695410dcc0ca06 --once"})
public final class LeaseKeepAlive extends EtcdctlCommand<Shown> implements Changing {

    private static final long THIRD_OF_A_SECOND = 333_333_333;

    @Parameters(arity = "0..*", paramLabel = "ID", hideParamSyntax = true, description = "The lease, in hexadecimal.")
    private List<String> words = List.of();

    @Option(names = "--once", description = "Start its time again once.")
    private boolean once;

    /**
     * The command of one run.
     *
     * @param session the run
     */
    public LeaseKeepAlive(Session session) {
        super(session, Forms.PLAIN);
    }

    @Override
    Call<Shown> prepare() throws Failure {
        long id = LeaseArguments.id(words, "lease keep-alive command needs lease ID as argument");
        Forms.Form<Shown.WithFields> form = Forms.form(Forms.NO_TABLE, format());
        return target -> once ? once(target, id, form) : untilItIsGone(target, id, form);
    }

    private Shown once(Target target, long id, Forms.Form<Shown.WithFields> form) throws EtcdException, Failure {
        Answer<Lease> answer = target.ask(api -> api.leases().keepAlive(id));
        if (!answer.value().alive()) {
            throw Failure.of(ExitCode.CONNECTION, "lease " + LeaseArguments.hex(id) + " is gone"); // etcdctl's code
        }
        session.terminal().data(form.of(new Kept(answer), hex()));
        return PlainText.of();
    }

    /** That it is gone only simple tells. */
    private Shown untilItIsGone(Target target, long id, Forms.Form<Shown.WithFields> form)
            throws EtcdException, Failure {
        for (Answer<Lease> answer = target.ask(api -> api.leases().keepAlive(id));
                answer.value().alive();
                answer = target.ask(api -> api.leases().keepAlive(id))) {
            session.terminal().data(form.of(new Kept(answer), hex()));
            LockSupport.parkNanos(answer.value().grantedSeconds() * THIRD_OF_A_SECOND);
            if (Thread.interrupted()) {
                throw Failure.of(
                        ExitCode.INTERRUPTED,
                        "interrupted; the lease lives on for up to "
                                + answer.value().grantedSeconds() + " s");
            }
        }
        return format() == Format.SIMPLE
                ? PlainText.of("lease " + LeaseArguments.hex(id) + " expired or revoked.")
                : PlainText.of();
    }

    private record Kept(Answer<Lease> answer) implements Shown.WithFields {

        @Override
        public Bytes message() {
            return answer.header().message();
        }

        @Override
        public void simple(Lines out) {
            out.add("lease " + LeaseArguments.hex(answer.value().id()) + " keepalived with TTL("
                    + answer.value().grantedSeconds() + ")");
        }

        @Override
        public Object json() {
            return LeaseArguments.flat(answer.header())
                    .always("ID", answer.value().id())
                    .always("TTL", answer.value().grantedSeconds());
        }

        @Override
        public void fields(Fields out) {
            out.header(answer.header())
                    .leaseId(answer.value().id())
                    .plain("TTL", answer.value().grantedSeconds());
        }
    }
}
