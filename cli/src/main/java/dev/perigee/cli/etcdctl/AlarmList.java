package dev.perigee.cli.etcdctl;

import dev.perigee.cli.console.Session;
import dev.perigee.etcd.client.Alarm;
import dev.perigee.etcd.client.Answer;
import dev.perigee.etcd.client.EtcdApi;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;

/** {@code perigee etcdctl alarm list}. */
@CommandLine.Command(
        name = "list",
        description = "List the alarms of all members.",
        footer = {"  perigee etcdctl alarm list"})
public final class AlarmList extends EtcdctlCommand<Shown.WithFields> {

    /**
     * The command of one run.
     *
     * @param session the run
     */
    public AlarmList(Session session) {
        super(session, Forms.NO_TABLE);
    }

    @Override
    Call<Shown.WithFields> prepare() {
        return target -> {
            Answer<List<Alarm>> answer = target.ask(EtcdApi::alarms);
            return new Alarms(Optional.of(answer.header()), answer.value(), answer.message());
        };
    }
}
