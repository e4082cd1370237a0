package dev.perigee.core.restore;

import dev.perigee.etcd.format.member.FoundingMember;
import dev.perigee.etcd.format.snapshot.SnapshotFacts;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Says what to do after a restore, for the case at hand: one node, several, Kubernetes. Pure. */
public final class NextSteps {

    private final RestorePlan plan;
    private final List<NextStep> steps = new ArrayList<>();

    private NextSteps(RestorePlan plan) {
        this.plan = plan;
    }

    /**
     * What to do once a plan has been executed.
     *
     * @param plan the plan
     * @return in this order
     */
    public static List<NextStep> of(RestorePlan plan) {
        NextSteps next = new NextSteps(plan);
        next.ownership();
        next.otherMembers();
        next.start();
        next.alarms();
        next.kubernetes();
        next.check();
        next.timeline();
        return List.copyOf(next.steps);
    }

    private void ownership() {
        if (plan.request().target().owner().isEmpty() && "root".equals(System.getProperty("user.name"))) {
            String owner =
                    plan.formerOwner().filter(name -> !name.equals("root")).orElse("etcd");
            String[] commands = plan.members().stream()
                    .flatMap(member -> member.placements().stream())
                    .map(placement -> "chown -R " + owner + ": "
                            + Shell.quoted(placement.target().toString()))
                    .toArray(String[]::new);
            steps.add(NextStep.of(
                    "The files belong to root. If etcd runs as another user, give them to it first.", commands));
        }
    }

    private void otherMembers() {
        List<FoundingMember> missing = plan.cluster().members().stream()
                .filter(member ->
                        plan.members().stream().noneMatch(ours -> ours.member().equals(member)))
                .toList();
        if (!missing.isEmpty()) {
            steps.add(new NextStep(
                    "Restore the other members from the same file, each on its own host: all of them, or the cluster has"
                            + " members that never come. Their old data directories must not be started again.",
                    missing.stream().map(this::restoreCommand).toList()));
        }
        if (plan.members().size() > 1) {
            steps.add(
                    NextStep.of("Bring each directory to the host of its member; nothing else may be on it from the old"
                            + " cluster."));
        }
    }

    private String restoreCommand(FoundingMember member) {
        RestoreRequest request = plan.request();
        StringBuilder command = new StringBuilder("perigee snapshot restore "
                + Shell.quoted(request.named())
                + " --name " + Shell.quoted(member.name())
                + " --initial-cluster " + Shell.quoted(request.cluster().initialCluster())
                + " --initial-cluster-token " + Shell.quoted(request.cluster().token())
                + " --data-dir " + Shell.quoted(request.target().dataDir().toString()));
        request.target().walDir().ifPresent(wal -> command.append(" --wal-dir ").append(Shell.quoted(wal.toString())));
        request.data()
                .bump()
                .ifPresent(bump -> command.append(" --bump-revision ")
                        .append(bump.over(newest(plan.facts())))
                        .append(" --mark-compacted"));
        request.data()
                .targetVersion()
                .ifPresent(v -> command.append(" --target-version ").append(v));
        request.target().owner().ifPresent(owner -> command.append(" --owner ").append(Shell.quoted(owner)));
        flag(command, "--skip-hash-check", request.data().skipHashCheck());
        flag(command, "--compact", request.data().compact());
        flag(command, "--drop-alarms", request.data().dropAlarms());
        flag(command, "--replace", request.target().replace());
        return command.toString();
    }

    private static void flag(StringBuilder command, String flag, boolean given) {
        if (given) {
            command.append(' ').append(flag);
        }
    }

    private void start() {
        String text = plan.cluster().members().size() == 1
                ? "Start etcd with this name, this directory and these peer URLs, and with whatever else (certificates,"
                        + " quota) the old one had. Its --initial-* flags are ignored now: the identity is in the files."
                : "Start all members, in any order, one soon after the other: none is ready before more than half of them"
                        + " run. Keep what else (certificates, quota) the old ones had." + sharing();
        steps.add(new NextStep(
                text, plan.members().stream().map(this::startCommand).toList()));
    }

    private ServerUrls urls(FoundingMember member) {
        return ServerUrls.of(member, plan.cluster().members(), plan.facts());
    }

    /** Nobody knows whether members that had the same URL on hosts of their own are to share one. */
    private String sharing() {
        List<String> urls = plan.cluster().members().stream()
                .flatMap(member -> urls(member).clients().stream())
                .toList();
        return Set.copyOf(urls).size() == urls.size()
                ? ""
                : " On one host give each a client URL of its own, here and in --endpoints below.";
    }

    private String startCommand(MemberPlan plan) {
        FoundingMember member = plan.member();
        ServerUrls urls = urls(member);
        return "etcd --name " + Shell.quoted(member.name())
                + " --data-dir " + Shell.quoted(plan.dataDir().toString())
                + plan.walDir()
                        .map(wal -> " --wal-dir " + Shell.quoted(wal.toString()))
                        .orElse("")
                + " --listen-peer-urls " + Shell.quoted(urls.listenPeers())
                + " --initial-advertise-peer-urls " + Shell.quoted(String.join(",", urls.peers()))
                + " --initial-cluster "
                + Shell.quoted(this.plan.request().cluster().initialCluster())
                + " --listen-client-urls " + Shell.quoted(urls.listenClients())
                + " --advertise-client-urls " + Shell.quoted(String.join(",", urls.clients()));
    }

    private void alarms() {
        if (!plan.facts().alarms().isEmpty() && !plan.request().data().dropAlarms()) {
            steps.add(NextStep.of(
                    "Alarms came along and block writes. When there is room, take them back.",
                    etcdctl("alarm disarm")));
        }
    }

    private void kubernetes() {
        boolean bumped = plan.request().data().bump().isPresent();
        steps.add(NextStep.of(
                bumped
                        ? "If Kubernetes uses this cluster, restart kube-apiserver, kube-controller-manager and"
                                + " kube-scheduler. The revision was raised and the history before it marked compacted,"
                                + " so their caches start over."
                        : "If Kubernetes uses this cluster, don't start it yet: its clients hold revisions newer than"
                                + " this snapshot and would miss changes when those numbers come again. Restore once more"
                                + " with --bump-revision auto, then restart kube-apiserver, kube-controller-manager and"
                                + " kube-scheduler."));
    }

    private void check() {
        steps.add(NextStep.of(
                "See that every member is healthy and agrees, then that a write succeeds; health alone doesn't show that."
                        + login() + certificates(),
                etcdctl("endpoint status -w table"),
                etcdctl("put perigee-restore-check ok")));
    }

    private void timeline() {
        steps.add(
                NextStep.of("A timeline begins here. The next backup records that, and from then on 'latest' means the"
                        + " backups from there on; those of before stay, and are taken by their ids."));
    }

    /** Our own, with all it takes to be pasted: the host may have no etcdctl. */
    private String etcdctl(String command) {
        String user = plan.facts().authEnabled() ? " --user root" : "";
        return "perigee etcdctl " + command + " --endpoints " + Shell.quoted(endpoints()) + user;
    }

    private String endpoints() {
        return plan.cluster().members().stream()
                .flatMap(member -> urls(member).clients().stream())
                .distinct()
                .collect(Collectors.joining(","));
    }

    private String login() {
        return plan.facts().authEnabled() ? " Authentication stays on: the commands ask for root's password." : "";
    }

    private String certificates() {
        return endpoints().contains("https://")
                ? " Add --cacert, --cert and --key, unless the configuration names the certificates."
                : "";
    }

    /**
     * A step as shell lines with the sentence as a comment.
     *
     * @param steps the steps
     * @return lines without line ends
     */
    public static List<String> lines(List<NextStep> steps) {
        List<String> lines = new ArrayList<>();
        for (NextStep step : steps) {
            lines.add("# " + step.text());
            lines.addAll(step.commands());
        }
        return lines;
    }

    /** What a bump counts from: the newest row may have been compacted away, and clients have seen its revision all the same. */
    static long newest(SnapshotFacts facts) {
        return Math.max(facts.revision(), Math.max(facts.compactRevision(), facts.scheduledCompactRevision()));
    }
}
