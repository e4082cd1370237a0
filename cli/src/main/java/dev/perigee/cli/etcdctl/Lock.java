package dev.perigee.cli.etcdctl;

import dev.perigee.cli.console.Changing;
import dev.perigee.cli.console.ExitCode;
import dev.perigee.cli.console.Failure;
import dev.perigee.cli.console.Session;
import dev.perigee.cli.output.Format;
import dev.perigee.cli.text.RawText;
import dev.perigee.core.words.FailureWords;
import dev.perigee.etcd.client.Answer;
import dev.perigee.etcd.client.Bytes;
import dev.perigee.etcd.client.EtcdApi;
import dev.perigee.etcd.client.EtcdException;
import dev.perigee.etcd.client.KeyPage;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code perigee etcdctl lock}. */
@CommandLine.Command(
        name = "lock",
        description = {
            "Take a lock, as soon as nobody else has it, and hold it until this is ended; or until a command ends.",
            "",
            "The command finds ETCD_LOCK_KEY and ETCD_LOCK_REV in its environment; its exit code is this one's."
        },
        footer = {"  perigee etcdctl lock nightly -- /usr/local/bin/nightly --all"})
public final class Lock extends EtcdctlCommand<Shown> implements Changing {

    @Parameters(
            arity = "0..*",
            paramLabel = "NAME [-- COMMAND...]",
            hideParamSyntax = true,
            description = "The lock, and what to run while it is held.")
    private List<Bytes> words = List.of();

    @Option(names = "--ttl", paramLabel = "SECONDS", description = "How long it outlives this program. Default: 10.")
    private long seconds = 10;

    private int end;

    /**
     * The command of one run.
     *
     * @param session the run
     */
    public Lock(Session session) {
        super(session, Forms.PLAIN);
    }

    @Override
    Call<Shown> prepare() throws Failure {
        if (words.isEmpty()) {
            throw KeyArguments.bad("lock takes a lock name argument and an optional command to execute");
        }
        Format format = format();
        Forms.Form<Shown.WithFields> form = Forms.form(Forms.NO_TABLE, words.size() > 1 ? Format.SIMPLE : format);
        return target -> {
            target.use(api -> hold(target, api, form));
            return PlainText.of();
        };
    }

    private void hold(Target target, EtcdApi api, Forms.Form<Shown.WithFields> form) throws EtcdException, Failure {
        try (LeaseSession lease = LeaseSession.begin(target, api, seconds > 0 ? seconds : 60)) {
            Claim claim = Claim.make(api, lease, words.getFirst(), Bytes.EMPTY);
            claim.await();
            Answer<KeyPage> mine = claim.look();
            if (mine.value().keyValues().isEmpty()) {
                throw Failure.of(ExitCode.ERROR, "lock lost on init");
            }
            if (words.size() > 1) {
                run(claim, mine.header().revision());
            } else {
                session.terminal().data(form.of(new Get.Page(mine, hex(), false), hex()));
                untilInterrupted(lease);
            }
        }
    }

    private void run(Claim claim, long revision) throws Failure {
        List<String> command = words.subList(1, words.size()).stream()
                .map(word -> RawText.decode(word.toByteArray()))
                .toList();
        try {
            end = new ChildCommand(session, command)
                    .run(Map.of("ETCD_LOCK_KEY", claim.key().text(), "ETCD_LOCK_REV", Long.toString(revision)));
        } catch (IOException e) {
            throw Failure.of(ExitCode.ERROR, FailureWords.of(e));
        }
    }

    private static void untilInterrupted(LeaseSession lease) throws Failure {
        try {
            lease.await();
        } catch (InterruptedException e) {
            Thread.interrupted(); // the usual end: the lock is given back below
        }
    }

    /** The command's. */
    @Override
    protected int number(ExitCode own) {
        return end == 0 ? own.number() : end;
    }
}
