package dev.perigee.cli.etcdctl;

import dev.perigee.cli.console.Failure;
import dev.perigee.cli.console.Session;
import dev.perigee.etcd.client.Answer;
import dev.perigee.etcd.client.Bytes;
import dev.perigee.etcd.client.Lease;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code perigee etcdctl lease timetolive}. */
@CommandLine.Command(
        name = "timetolive",
        description = "Show how long a lease has to live, in seconds.",
        footer = {"  perigee etcdctl lease timetolive 32695410dcc0ca06 --keys"})
public final class LeaseTimeToLive extends EtcdctlCommand<Shown.WithFields> {

    @Parameters(arity = "0..*", paramLabel = "ID", hideParamSyntax = true, description = "The lease, in hexadecimal.")
    private List<String> words = List.of();

    @Option(names = "--keys", description = "Also the keys that hang on it.")
    private boolean keys;

    /**
     * The command of one run.
     *
     * @param session the run
     */
    public LeaseTimeToLive(Session session) {
        super(session, Forms.NO_TABLE);
    }

    @Override
    Call<Shown.WithFields> prepare() throws Failure {
        long id = LeaseArguments.id(words, "lease timetolive command needs lease ID as argument");
        return target -> new Left(target.ask(api -> api.leases().timeToLive(id, keys)), keys);
    }

    private record Left(Answer<Lease> answer, boolean keys) implements Shown.WithFields {

        @Override
        public Bytes message() {
            return answer.header().message();
        }

        @Override
        public void simple(Lines out) {
            Lease lease = answer.value();
            if (lease.grantedSeconds() == 0 && lease.secondsLeft() == -1) {
                out.add("lease " + LeaseArguments.hex(lease.id()) + " already expired");
                return;
            }
            String line = "lease " + LeaseArguments.hex(lease.id()) + " granted with TTL(" + lease.grantedSeconds()
                    + "s), remaining(" + lease.secondsLeft() + "s)";
            out.add(line + (keys ? ", attached keys([" + names(lease) + "])" : ""));
        }

        private static String names(Lease lease) {
            return lease.keys().stream().map(Bytes::text).collect(Collectors.joining(" "));
        }

        @Override
        public Object json() {
            Lease lease = answer.value();
            return LeaseArguments.flat(answer.header())
                    .always("id", lease.id())
                    .always("ttl", lease.secondsLeft())
                    .always("granted-ttl", lease.grantedSeconds())
                    .always("keys", lease.keys().isEmpty() ? JsonObject.NULL : lease.keys());
        }

        @Override
        public void fields(Fields out) {
            Lease lease = answer.value();
            out.header(answer.header())
                    .leaseId(lease.id())
                    .plain("TTL", lease.secondsLeft())
                    .plain("GrantedTTL", lease.grantedSeconds());
            lease.keys().forEach(key -> out.plain("Key", GoText.quoted(key)));
        }
    }
}
