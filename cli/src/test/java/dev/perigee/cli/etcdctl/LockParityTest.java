package dev.perigee.cli.etcdctl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.cli.CliRun;
import dev.perigee.test.servers.CommandResult;
import dev.perigee.test.servers.RealEtcd;
import java.io.PipedOutputStream;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Locks and elections, beside the real etcdctl 3.6, which takes part in the same ones. */
class LockParityTest {

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
    @ValueSource(
            strings = {
                "lock",
                "lock /l -w bogus",
                "lock /l true",
                "lock /l false",
                "lock /l /no/such/program",
                "elect",
                "elect /e",
                "elect /e a -l",
                "elect /e a b"
            })
    void whatEndsByItself(String line) {
        Parity parity = Parity.of(etcd);
        List<String> words = List.of(line.split(" "));

        CommandResult theirs = parity.theirs(words);
        CliRun ours = parity.ours(words);

        Parity.compare(words, theirs, ours);
    }

    @Test
    void theCommandFindsTheLockInItsEnvironmentAndItsCodeIsOurs() {
        Parity parity = Parity.of(etcd);
        List<String> line =
                List.of("lock", "/l", "--", "sh", "-c", "env | grep ^ETCD_LOCK | sort | tr '0-9a-f' '?'; exit 5");

        Parity.compare(line, parity.theirs(line), parity.ours(line));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5, 9, 42, 127, 255})
    void whateverTheCommandEndsWithIsHandedOn(int code) {
        Parity parity = Parity.of(etcd);
        List<String> line = List.of("lock", "/l", "--", "sh", "-c", "exit " + code);

        assertEquals(code, parity.theirs(line).exitCode());
        assertEquals(code, parity.ours(line).number());
    }

    @ParameterizedTest
    @ValueSource(strings = {"simple", "json", "fields"})
    void aLockIsHeldUntilASignalAndThenTheNextHasIt(String format) throws Exception {
        List<String> before = leases();
        try (InteractiveRun first = run("lock", "/held", "-w", format)) {
            first.awaitOutput("\n");
            try (InteractiveRun second = run("lock", "/held")) {
                CommandResult waiting = etcd.etcdctl("get", "/held/", "--prefix", "--keys-only");
                while (waiting.stdout().lines().filter(line -> !line.isEmpty()).count() < 2) {
                    waiting = etcd.etcdctl("get", "/held/", "--prefix", "--keys-only");
                }
                assertEquals("", second.out());

                first.interrupt();

                assertEquals(0, first.end().number(), first.err());
                second.awaitOutput("/held/");
                second.interrupt();
                assertEquals(0, second.end().number(), second.err());
            }
        }
        assertEquals("", etcd.etcdctl("get", "/held/", "--prefix").stdout());
        assertEquals(
                List.of(),
                leases().stream().filter(lease -> !before.contains(lease)).toList());
    }

    @Test
    void whoIsElectedIsSeenAndWhoFollows() throws Exception {
        try (InteractiveRun watching = run("elect", "/office", "--listen");
                InteractiveRun first = run("elect", "/office", "ann")) {
            first.awaitOutput("\nann\n");
            watching.awaitOutput(first.out());
            try (InteractiveRun second = run("elect", "/office", "bob")) {
                first.interrupt();
                assertEquals(0, first.end().number(), first.err());
                second.awaitOutput("\nbob\n");
                watching.awaitOutput(first.out() + second.out());
                assertTrue(second.out().startsWith("/office/"), second.out());
                second.interrupt();
                assertEquals(0, second.end().number(), second.err());
            }
            watching.interrupt();
            assertEquals(0, watching.end().number(), watching.err());
        }
    }

    private static List<String> leases() {
        return etcd.etcdctl("lease", "list").stdout().lines().skip(1).toList();
    }

    private static InteractiveRun run(String... line) throws Exception {
        return InteractiveRun.of(new PipedOutputStream(), Parity.of(etcd).line(List.of(line)));
    }
}
