package dev.perigee.cli.etcdctl;

import static dev.perigee.test.servers.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.test.servers.EtcdRecipe;
import dev.perigee.test.servers.RealEtcd;
import dev.perigee.test.servers.RealEtcdCluster;
import java.io.PipedOutputStream;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What lasts outlives the member that it began with, as etcdctl's does. */
class LostMemberTest {

    private static RealEtcdCluster cluster;

    @BeforeAll
    static void start() {
        cluster = RealEtcdCluster.start(EtcdRecipe.of("3.6"));
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    /** The killed one first. */
    private static String[] asking(RealEtcd first, String line) {
        String endpoints = Stream.concat(Stream.of(first), others(first))
                .map(member -> member.endpoint().toString())
                .collect(Collectors.joining(","));
        return ("etcdctl " + line + " --endpoints " + endpoints).split(" ");
    }

    private static Stream<RealEtcd> others(RealEtcd first) {
        return cluster.members().stream().filter(member -> member != first);
    }

    @Test
    void aWatchGoesOnWithAnotherMemberAndMissesAndRepeatsNothing() throws Exception {
        RealEtcd first = cluster.members().getFirst();
        RealEtcd second = cluster.members().getLast();
        try (InteractiveRun run =
                InteractiveRun.of(new PipedOutputStream(), asking(first, "watch /w/ --prefix --rev 1"))) {
            first.etcdctl("put", "/w/a", "1").orFail();
            run.awaitOutput("PUT\n/w/a\n1\n");

            first.kill();
            others(first).forEach(RealEtcd::awaitHealthy); // the killed one may have led: a put in between may time out
            second.etcdctl("put", "/w/b", "2").orFail();
            second.etcdctl("put", "/w/c", "3").orFail();

            run.awaitOutput("PUT\n/w/c\n3\n");
            assertEquals("PUT\n/w/a\n1\nPUT\n/w/b\n2\nPUT\n/w/c\n3\n", run.out());
            assertTrue(run.err().contains("the watch goes on with the first member that answers"), run.err());
        } finally {
            first.restart();
        }
    }

    @Test
    void aWatchAtAMemberThatHasLostTheOthersGoesOnWhenTheyAreBack() throws Exception {
        RealEtcd lonely = cluster.members().getFirst();
        try (InteractiveRun run = InteractiveRun.of(
                new PipedOutputStream(),
                "etcdctl",
                "watch",
                "/lonely",
                "--endpoints",
                lonely.endpoint().toString())) {
            eventually(Duration.ofSeconds(60), "the watch has begun", () -> {
                lonely.etcdctl("put", "/lonely", "before").orFail();
                return run.out().contains("before");
            });
            others(lonely).forEach(RealEtcd::kill);

            eventually(Duration.ofSeconds(60), "it is told", () -> run.err().contains("the watch goes on"));
            others(lonely).forEach(RealEtcd::launchAgain);
            cluster.members().forEach(RealEtcd::awaitHealthy);
            lonely.etcdctl("put", "/lonely", "after").orFail();
            run.awaitOutput("PUT\n/lonely\nafter\n");
        }
    }

    /** A follower's death renews no lease by itself, as a leader's does. */
    @Test
    void aLockIsKeptByAnotherMember() throws Exception {
        RealEtcd follower = cluster.members().stream()
                .filter(member -> !leads(member))
                .findFirst()
                .orElseThrow();
        RealEtcd other = others(follower).findFirst().orElseThrow();
        try (InteractiveRun run = InteractiveRun.of(new PipedOutputStream(), asking(follower, "lock /l --ttl 9"))) {
            run.awaitOutput("/l/");
            String lease = run.out().lines().findFirst().orElseThrow().substring("/l/".length());

            follower.kill();

            AtomicLong least = new AtomicLong(remaining(other, lease));
            eventually(Duration.ofSeconds(60), "the lease is renewed", () -> {
                long left = remaining(other, lease);
                return left > least.getAndUpdate(before -> Math.min(before, left));
            });
            run.interrupt();
            assertEquals(0, run.end().number(), run.err());
            assertEquals("", other.etcdctl("get", "/l/", "--prefix").stdout());
        } finally {
            follower.restart();
        }
    }

    private static long remaining(RealEtcd member, String lease) {
        String told = member.etcdctl("lease", "timetolive", lease).orFail().stdout();
        Matcher matcher = Pattern.compile("remaining\\(([0-9]+)s\\)").matcher(told);
        assertTrue(matcher.find(), told);
        return Long.parseLong(matcher.group(1));
    }

    private static boolean leads(RealEtcd member) {
        String status =
                member.etcdctl("endpoint", "status", "-w", "fields").orFail().stdout();
        return value(status, "MemberID").equals(value(status, "Leader"));
    }

    private static String value(String fields, String name) {
        return fields.lines()
                .filter(line -> line.startsWith("\"" + name + "\" : "))
                .findFirst()
                .orElseThrow()
                .split(" : ")[1];
    }
}
