package dev.perigee.cli.etcdctl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.cli.CliRun;
import dev.perigee.test.servers.CommandResult;
import dev.perigee.test.servers.EtcdRecipe;
import dev.perigee.test.servers.RealEtcd;
import dev.perigee.test.servers.RealEtcdCluster;
import java.net.URI;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What keeps a cluster going, beside the real etcdctl 3.6: compaction, defrag, leases, who leads. */
class UpkeepParityTest {

    private static RealEtcd etcd;

    @BeforeAll
    static void start() {
        etcd = RealEtcd.start("3.6");
    }

    @AfterAll
    static void stop() {
        etcd.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"simple", "json", "fields", "table"})
    void aCompactionAndWhatIsLeft(String format) {
        Parity parity = Parity.of(etcd);
        String theirs = parity.theirs(words("compaction " + newRevision() + " -w " + format))
                .stdout();
        String ours = parity.ours(words("compaction " + newRevision() + " --physical -w " + format))
                .out();

        assertEquals(theirs.replaceAll("[0-9]+", "N"), ours.replaceAll("[0-9]+", "N"));
        parity.read(words("compaction 2 -w " + format));
    }

    private static String newRevision() {
        etcd.etcdctl("put", "/k", "v").orFail();
        return etcd.etcdctl("get", "/k", "-w", "json").stdout().replaceAll(".*\"revision\":([0-9]+).*\n", "$1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"simple", "json", "fields", "table", "bogus"})
    void aDefragmentation(String format) {
        alike("defrag -w " + format, text -> text.replaceAll("took .*", "took ?"));
        alike("defrag --cluster -w " + format, text -> text.replaceAll("took .*", "took ?"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"simple", "json", "fields", "fields --hex"})
    void aLeaseFromItsGrantToItsEnd(String format) {
        alike(
                "lease grant 5000 -w " + format,
                text -> text.replaceAll("lease [0-9a-f]{16} ", "lease ? ")
                        .replaceAll("(\"ID\"( :|:) ?)[0-9a-f]+", "$1?"));
        String id = grant();
        Parity parity = Parity.of(etcd);
        etcd.etcdctl("put", "/leased/a", "1", "--lease", id).orFail();

        parity.read(words("lease list -w " + format));
        alike("lease timetolive " + id + " -w " + format, UpkeepParityTest::anyTime);
        alike("lease timetolive " + id + " --keys -w " + format, UpkeepParityTest::anyTime);
        parity.read(words("lease keep-alive " + id + " --once -w " + format));
        String other = grant();
        CommandResult theirs = parity.theirs(words("lease revoke " + other + " -w " + format));
        String third = grant();
        CliRun ours = parity.ours(words("lease revoke " + third + " -w " + format));
        assertEquals(theirs.stdout().replace(other, "?"), ours.out().replace(third, "?"));
    }

    /** What is left of a lease goes by while the two look at it. */
    private static String anyTime(String text) {
        return text.replaceAll("remaining\\([0-9]+s", "remaining(?").replaceAll("(\"(ttl|TTL)\"( :|:) ?)[0-9]+", "$1?");
    }

    @Test
    void leasesAreKeptAliveUntilTheyAreGone() throws InterruptedException {
        String id = etcd.etcdctl("lease", "grant", "3").stdout().split(" ")[1];
        Thread revoking = Thread.startVirtualThread(() -> {
            while (etcd.etcdctl("lease", "revoke", id).exitCode() != 0) {}
        });

        CliRun kept = Parity.of(etcd).ours(words("lease keep-alive " + id));

        revoking.join();
        assertTrue(kept.out().endsWith("lease " + id + " expired or revoked.\n"), kept.out());
        assertEquals(0, kept.code().number());
    }

    @Test
    void theLeaderHandsOverAndIsDefragmentedLast() {
        try (RealEtcdCluster cluster = RealEtcdCluster.start(EtcdRecipe.of("3.6"))) {
            String all = cluster.endpoints().stream().map(URI::toString).collect(Collectors.joining(","));
            RealEtcd leader = leader(cluster, true);
            RealEtcd follower = leader(cluster, false);
            String from = id(leader);
            String to = id(follower);

            CliRun moved = CliRun.of("etcdctl", "move-leader", to, "--endpoints", all);
            CliRun defragmented = CliRun.of("etcdctl", "defrag", "--cluster", "--endpoints", all);
            CommandResult back = leader.etcdctl("move-leader", from, "--endpoints", all);

            assertEquals("Leadership transferred from " + from + " to " + to + "\n", moved.out(), moved.err());
            assertEquals(
                    back.stdout(),
                    moved.out().replace(from, "?").replace(to, from).replace("?", to),
                    back.stderr());
            List<String> lines = defragmented.out().lines().toList();
            assertEquals(3, lines.size(), defragmented.err());
            assertTrue(lines.getLast().contains("[" + follower.endpoint() + "]"), defragmented.out());
        }
    }

    private static RealEtcd leader(RealEtcdCluster cluster, boolean leading) {
        return cluster.members().stream()
                .filter(member -> leading == id(member).equals(leaderId(member)))
                .findFirst()
                .orElseThrow();
    }

    private static String status(RealEtcd member) {
        return member.etcdctl("endpoint", "status").stdout();
    }

    private static String id(RealEtcd member) {
        return status(member).split(", ")[1];
    }

    private static String leaderId(RealEtcd member) {
        return Long.toHexString(Long.parseUnsignedLong(member.etcdctl("endpoint", "status", "-w", "json")
                .stdout()
                .replaceAll(".*\"leader\":([0-9]+).*\n", "$1")));
    }

    private static String grant() {
        return etcd.etcdctl("lease", "grant", "5000").stdout().split(" ")[1];
    }

    private static void alike(String line, UnaryOperator<String> mask) {
        Parity parity = Parity.of(etcd);
        CommandResult theirs = parity.theirs(words(line));
        CliRun ours = parity.ours(words(line));
        assertEquals(mask.apply(theirs.stdout()), mask.apply(ours.out()), line + "\n" + theirs.stderr() + ours.err());
        assertEquals(theirs.exitCode(), ours.code().number(), line);
    }

    private static List<String> words(String line) {
        return List.of(line.split(" "));
    }
}
