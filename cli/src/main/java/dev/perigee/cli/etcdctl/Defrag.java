package dev.perigee.cli.etcdctl;

import dev.perigee.cli.console.Changing;
import dev.perigee.cli.console.ExitCode;
import dev.perigee.cli.console.Session;
import dev.perigee.core.words.FailureWords;
import dev.perigee.etcd.client.EtcdException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** {@code perigee etcdctl defrag}. */
@CommandLine.Command(
        name = "defrag",
        description = {
            "Give the free space of members' databases back to their disks.",
            "",
            "One member after the other, the leader last: a member answers nothing until it is through. Each gets ten minutes."
        },
        footer = {"  perigee etcdctl defrag --cluster"})
public final class Defrag extends EtcdctlCommand<Shown> implements Changing {

    private static final Duration AT_MOST = Duration.ofMinutes(10);

    @Option(names = "--cluster", description = "All members, rather than the endpoints given.")
    private boolean cluster;

    private ExitCode end = ExitCode.OK;

    /**
     * The command of one run.
     *
     * @param session the run
     */
    public Defrag(Session session) {
        super(session, Forms.PLAIN);
    }

    @Override
    Call<Shown> prepare() {
        return target -> each(leaderLast(cluster ? target.ofMembers() : target));
    }

    @Override
    ExitCode end() {
        return end;
    }

    /** An endpoint that tells nothing about itself keeps its place: its defragmentation will fail and be told. */
    private static List<Target> leaderLast(Target target) {
        List<Target> followers = new ArrayList<>();
        List<Target> leaders = new ArrayList<>();
        for (Target each : target.split()) {
            (each.is(answer -> answer.value().isLeader()) ? leaders : followers).add(each);
        }
        followers.addAll(leaders);
        return followers;
    }

    /** Each is told as soon as it is through. */
    private Shown each(List<Target> targets) {
        List<String> lines = new ArrayList<>();
        for (Target target : targets) {
            String name = target.endpoints().getFirst().name();
            long begin = System.nanoTime();
            try {
                target.ask(api -> api.defragment(AT_MOST));
                lines.add("Finished defragmenting etcd member[" + name + "]. took "
                        + GoText.duration(Duration.ofNanos(System.nanoTime() - begin)));
            } catch (EtcdException e) {
                session.error("failed to defragment etcd member[" + name + "]: " + FailureWords.of(e));
                end = ExitCode.ERROR;
            }
        }
        return new PlainText(lines);
    }
}
