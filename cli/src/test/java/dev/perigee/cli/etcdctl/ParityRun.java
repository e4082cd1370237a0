package dev.perigee.cli.etcdctl;

import dev.perigee.cli.CliRun;
import dev.perigee.test.servers.CommandResult;
import dev.perigee.test.servers.EtcdRecipe;
import dev.perigee.test.servers.RealEtcd;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Commands one after the other on one server, all by the real etcdctl 3.6 or all by ours. */
final class ParityRun implements AutoCloseable {

    private static final String CLIENT = "3.6";
    private static final Pattern ANY_ID = Pattern.compile("\\b[0-9a-f]{16}\\b|\\b[0-9]{17,20}\\b");

    private static final Pattern HASH = Pattern.compile("(\"hash\":|\"Hash\" : |ENDPOINT, |ENDPOINT \\| )[0-9]+");

    private final RealEtcd etcd;
    private final boolean real;
    private final String self;
    private final String peer;

    /** A member's id is made of its address and of the second; one that was removed never comes back. */
    private int next = 100;

    private ParityRun(RealEtcd etcd, boolean real) {
        this.etcd = etcd;
        this.real = real;
        String[] member = real("", "member", "list").stdout().strip().split(", ");
        this.self = member[0];
        this.peer = member[3];
    }

    /** A fresh server; one on the same peer port has the same ids. */
    static ParityRun on(String version, int peerPort, Path dataDir, boolean real) {
        RealEtcd etcd = RealEtcd.launchOn(
                EtcdRecipe.of(version).with("--strict-reconfig-check=false"), "default", peerPort, dataDir);
        etcd.awaitHealthy();
        ParityRun run = new ParityRun(etcd, real);
        ParityCommand.STATE.forEach(line -> run.real("", line.split(" ")).orFail());
        return run;
    }

    /**
     * What came of a line.
     *
     * @param code the exit code
     * @param output standard output, without what is another each time
     */
    record Outcome(int code, String output) {}

    Outcome outcome(ParityCommand command, String format) {
        String lease = "";
        String added = "";
        for (String line : command.before()) {
            String out = prepared(words(line, "", "").toArray(String[]::new));
            lease = line.startsWith("lease grant") ? out.split(" ")[1] : lease;
            added = line.startsWith("member add") ? out.replaceAll("(?s)Member +(\\S+) added.*", "$1") : added;
        }
        List<String> line = words(command.line(), lease, added);
        List<String> formatted = withFormat(line, format);
        Outcome outcome = run(formatted, command.input());
        if (!real && outcome.code() == 4) {
            real(command.input(), line.toArray(String[]::new)); // theirs has done it all the same
        }
        String text = command.masked(
                lease.isEmpty() ? outcome.output() : outcome.output().replace(lease, "LEASE"));
        for (String afterwards : command.after()) {
            prepared(words(afterwards, "", afterwards.contains("$ADDED") ? newest() : "")
                    .toArray(String[]::new));
        }
        return new Outcome(outcome.code(), text);
    }

    Outcome outcome(String line) {
        Outcome outcome = run(List.of(line.split(" ")), "");
        String text = outcome.output();
        for (Mask mask : List.of(Mask.TOOK, Mask.RAFT_INDEX, Mask.WIDTH)) {
            text = mask.over(text);
        }
        text = HASH.matcher(text)
                .replaceAll("$1?"); // keys that hang on leases are in it, and leases have other ids each time
        return new Outcome(outcome.code(), line.startsWith("le") ? anyLeases(text) : text);
    }

    /** However many: a lock of the real etcdctl's leaves its lease behind. */
    private static String anyLeases(String text) {
        return anyId(text)
                .replaceAll("(\\{\"id\":ID\\},?)+", "IDS")
                .replaceAll("(\"ID\" : ID\n)+", "IDS")
                .replaceAll("found [0-9]+ leases\n(ID\n)*", "found IDS");
    }

    static String anyId(String text) {
        return ANY_ID.matcher(text).replaceAll("ID");
    }

    private static List<String> withFormat(List<String> line, String format) {
        int end = line.contains("--") ? line.indexOf("--") : line.size();
        return Stream.of(line.subList(0, end), List.of("-w", format), line.subList(end, line.size()))
                .flatMap(List::stream)
                .toList();
    }

    private List<String> words(String line, String lease, String added) {
        return List.of(line.replace("$LEASE", lease)
                .replace("$ADDED", added)
                .replace("$NEXT", line.contains("$NEXT") ? Integer.toString(next++) : "")
                .replace("$SELF", self)
                .replace("$PEER", peer)
                .replace("$REVISION", line.contains("$REVISION") ? revision() : "")
                .split(" "));
    }

    private String revision() {
        return prepared("get", "/p/a", "-w", "json").replaceAll("(?s).*\"revision\":([0-9]+).*", "$1");
    }

    /** The member that was added last, if there is one. */
    private String newest() {
        return prepared("member", "list")
                .lines()
                .filter(line -> line.contains("unstarted"))
                .map(line -> line.split(", ")[0])
                .findFirst()
                .orElse("1");
    }

    private Outcome run(List<String> line, String input) {
        if (real) {
            CommandResult result = real(input, line.toArray(String[]::new));
            return new Outcome(result.exitCode(), shown(result.stdout()));
        }
        List<String> words = new ArrayList<>(List.of("etcdctl", "--endpoints=" + etcd.endpoint()));
        words.addAll(line);
        CliRun ours = new CliRun.Setting().input(input).run(words.toArray(String[]::new));
        return new Outcome(ours.code().number(), shown(ours.out()));
    }

    private String shown(String output) {
        return output.replace(etcd.endpoint().toString(), "ENDPOINT");
    }

    /** What belongs to neither side is quicker in this process. */
    private String prepared(String... line) {
        List<String> words = new ArrayList<>(List.of("etcdctl", "--endpoints=" + etcd.endpoint()));
        words.addAll(List.of(line));
        return CliRun.of(words.toArray(String[]::new)).out();
    }

    private CommandResult real(String input, String... line) {
        return etcd.etcdctlOf(CLIENT, input, line);
    }

    @Override
    public void close() {
        etcd.close();
    }
}
