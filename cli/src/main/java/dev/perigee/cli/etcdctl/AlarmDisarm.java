package dev.perigee.cli.etcdctl;

import dev.perigee.cli.console.Changing;
import dev.perigee.cli.console.Session;
import dev.perigee.etcd.client.Alarm;
import dev.perigee.etcd.client.EtcdApi;
import dev.perigee.etcd.client.EtcdException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;

/** {@code perigee etcdctl alarm disarm}. */
@CommandLine.Command(
        name = "disarm",
        description = "Take back all alarms. First end what raised them.",
        footer = {"  perigee etcdctl alarm disarm"})
public final class AlarmDisarm extends EtcdctlCommand<Shown.WithFields> implements Changing {

    /**
     * The command of one run.
     *
     * @param session the run
     */
    public AlarmDisarm(Session session) {
        super(session, Forms.NO_TABLE);
    }

    @Override
    Call<Shown.WithFields> prepare() {
        return target -> {
            List<Alarm> taken = target.ask(AlarmDisarm::all);
            return new Alarms(Optional.empty(), taken, Alarm.message(taken));
        };
    }

    private static List<Alarm> all(EtcdApi api) throws EtcdException {
        List<Alarm> taken = new ArrayList<>();
        for (Alarm alarm : api.alarms().value()) {
            taken.addAll(api.disarm(alarm).value());
        }
        return taken;
    }
}
