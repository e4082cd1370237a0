package dev.perigee.cli.etcdctl;

import dev.perigee.cli.console.Failure;
import dev.perigee.cli.console.Session;
import dev.perigee.etcd.client.Answer;
import dev.perigee.etcd.client.Bytes;
import java.util.List;
import picocli.CommandLine;

/** {@code perigee etcdctl lease list}. */
@CommandLine.Command(
        name = "list",
        description = "List the ids of all leases.",
        footer = {"  perigee etcdctl lease list"})
public final class LeaseList extends EtcdctlCommand<Shown.WithFields> {

    /**
     * The command of one run.
     *
     * @param session the run
     */
    public LeaseList(Session session) {
        super(session, Forms.NO_TABLE);
    }

    @Override
    Call<Shown.WithFields> prepare() throws Failure {
        return target -> new All(target.ask(api -> api.leases().list()));
    }

    private record All(Answer<List<Long>> answer) implements Shown.WithFields {

        @Override
        public Bytes message() {
            return answer.header().message();
        }

        @Override
        public void simple(Lines out) {
            out.add("found " + answer.value().size() + " leases");
            answer.value().forEach(id -> out.add(LeaseArguments.hex(id)));
        }

        @Override
        public Object json() {
            return LeaseArguments.flat(answer.header())
                    .always(
                            "leases",
                            answer.value().stream()
                                    .map(id -> new JsonObject().always("id", id))
                                    .toList());
        }

        @Override
        public void fields(Fields out) {
            out.header(answer.header());
            answer.value().forEach(out::leaseId);
        }
    }
}
