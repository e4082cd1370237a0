package dev.perigee.cli.etcdctl;

import dev.perigee.cli.console.Changing;
import dev.perigee.cli.console.Failure;
import dev.perigee.cli.console.Session;
import dev.perigee.etcd.client.Bytes;
import dev.perigee.etcd.client.EtcdApi;
import dev.perigee.etcd.client.EtcdException;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code perigee etcdctl elect}. */
@CommandLine.Command(
        name = "elect",
        description = {
            "Stand for election, and hold the office until this is ended.",
            "",
            "With --listen: show who is elected, and whoever follows."
        },
        footer = {"  perigee etcdctl elect scheduler node-1", "  perigee etcdctl elect scheduler --listen"})
public final class Elect extends EtcdctlCommand<Shown> implements Changing {

    private static final long SECONDS = 60;

    @Parameters(
            arity = "0..*",
            paramLabel = "NAME [PROPOSAL]",
            hideParamSyntax = true,
            description = "The election, and what is said of who wins it.")
    private List<Bytes> words = List.of();

    @Option(
            names = {"-l", "--listen"},
            description = "Look on only.")
    private boolean listen;

    /**
     * The command of one run.
     *
     * @param session the run
     */
    public Elect(Session session) {
        super(session, Forms.PLAIN);
    }

    @Override
    Call<Shown> prepare() throws Failure {
        if (words.isEmpty() || words.size() > 2) {
            throw KeyArguments.bad("elect takes one election name argument and an optional proposal argument");
        }
        if (words.size() == 1 && !listen) {
            throw KeyArguments.bad("no proposal argument but -l not set");
        }
        if (words.size() == 2 && listen) {
            throw KeyArguments.bad("proposal given but -l is set");
        }
        Forms.Form<Shown.WithFields> form = Forms.form(Forms.NO_TABLE, format());
        return target -> {
            target.use(listen ? api -> observe(api, form) : api -> stand(target, api, form));
            return PlainText.of();
        };
    }

    private void observe(EtcdApi api, Forms.Form<Shown.WithFields> form) throws EtcdException, Failure {
        try {
            new ElectionView(
                            api,
                            words.getFirst(),
                            page -> session.terminal().data(form.of(new Get.Page(page, hex(), false), hex())))
                    .follow();
        } catch (EtcdException e) {
            if (e.kind() != EtcdException.Kind.CANCELLED) {
                throw e;
            }
            Thread.interrupted(); // the usual end
        }
    }

    private void stand(Target target, EtcdApi api, Forms.Form<Shown.WithFields> form) throws EtcdException, Failure {
        try (LeaseSession lease = LeaseSession.begin(target, api, SECONDS)) {
            Claim claim = Claim.make(api, lease, words.get(0), words.get(1));
            claim.await();
            session.terminal().data(form.of(new Get.Page(claim.look(), hex(), false), hex()));
            try {
                lease.await();
            } catch (InterruptedException e) {
                Thread.interrupted(); // the usual end: the office is given up below
            }
        }
    }
}
