package dev.perigee.core.drill;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.perigee.core.backup.Bench;
import dev.perigee.core.catalog.Manifest;
import dev.perigee.core.catalog.Selector;
import dev.perigee.core.copies.Sought;
import dev.perigee.core.drill.DrillResult.Step;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.core.retention.RetentionRules;
import dev.perigee.core.state.Environment;
import dev.perigee.core.time.Sleeper;
import dev.perigee.core.time.Timing;
import dev.perigee.etcd.client.Credentials;
import dev.perigee.test.servers.EtcdRecipe;
import dev.perigee.test.servers.InstalledServer;
import dev.perigee.test.servers.RealEtcd;
import dev.perigee.test.servers.RealEtcdCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DrillTest {

    private static final Duration TIMEOUT = Duration.ofMinutes(2);

    @TempDir
    Path state;

    private Bench bench() {
        return new Bench(state).withLocal(RetentionRules.KEEP_ALL);
    }

    private static List<Path> allVersions() {
        return Stream.of("3.4", "3.5", "3.6", "3.7")
                .map(version -> InstalledServer.binary("etcd-" + version, "etcd"))
                .toList();
    }

    private DrillResult drill(List<Path> etcd) throws Exception {
        return drill(DrillSettings.DEFAULT.with(etcd).patient(TIMEOUT));
    }

    private DrillResult drill(DrillSettings settings) throws Exception {
        Bench bench = bench();
        return new Drill(bench.environment(), settings, Optional.<Credentials>empty())
                .run(Sought.anywhere("prod", bench.destinations()), new Selector.Latest());
    }

    private List<String> left() throws IOException {
        try (Stream<Path> files = Files.list(state.resolve("drills"))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private static List<String> names(DrillResult result) {
        return result.steps().stream().map(Step::name).toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"3.4", "3.5", "3.6", "3.7"})
    void aBackupOfEachVersionBecomesAServerThatHoldsWhatItsManifestSays(String version) throws Exception {
        try (RealEtcd etcd = RealEtcd.start(version)) {
            etcd.load(100, 100);
            etcd.etcdctl("del", "key-00000003").orFail();
            etcd.etcdctl("compact", "2").orFail();
            bench().backup(etcd.endpoint());
        }

        DrillResult result = drill(allVersions());

        assertEquals(List.of(), result.findings());
        assertEquals(Outcome.OK, result.outcome());
        assertTrue(
                result.etcd().orElseThrow().startsWith(version + "."),
                result.etcd().toString());
        assertEquals(List.of("fetch", "restore", "start", "hash", "keys", "write"), names(result));
        assertTrue(
                result.steps().get(4).said().startsWith("99 keys"),
                result.steps().toString());
        assertEquals(List.of("lock", "prod.last.json"), left());
        DrillMemory.Last last =
                new DrillMemory(state.resolve("drills")).find("prod").orElseThrow();
        assertEquals(result.id().toString(), last.backup());
        assertTrue(last.good());
    }

    @Test
    void aBinaryThatIsNoneIsRefusedBeforeAnythingIsFetched() throws Exception {
        assertUnusable(Path.of("/nowhere/etcd"), "isn't there");
        assertUnusable(Path.of("/bin/true"), "is no etcd");
        assertUnusable(Path.of("/etc/passwd"), "is no program");
        assertFalse(Files.exists(state.resolve("drills")));
    }

    private void assertUnusable(Path binary, String why) {
        OperationException refused = assertThrows(OperationException.class, () -> drill(List.of(binary)));

        assertEquals(Outcome.BAD_CONFIGURATION, refused.outcome());
        assertTrue(String.valueOf(refused.getMessage()).contains(why), refused::getMessage);
    }

    @Test
    void withoutABinaryTheRestoreIsAllAndIsntRememberedInsteadOfAWholeDrill() throws Exception {
        backupOf36();

        DrillResult lesser = drill(List.of());
        assertEquals(Outcome.OK, lesser.outcome());
        assertEquals(Optional.of("no server was started: no binary of etcd is named"), lesser.withoutServer());
        assertEquals(Optional.empty(), last().etcd());

        drill(List.of(InstalledServer.binary("etcd-3.6", "etcd")));
        drill(List.of());
        assertTrue(last().etcd().isPresent() && last().good());
    }

    private DrillMemory.Last last() {
        return new DrillMemory(state.resolve("drills")).find("prod").orElseThrow();
    }

    @Test
    void whereNoNamedBinaryIsOfItsVersionTheDrillIsDoneInPart() throws Exception {
        backupOf36();

        DrillResult result = drill(List.of(InstalledServer.binary("etcd-3.5", "etcd")));

        assertEquals(Outcome.PARTIAL, result.outcome());
        String said = result.problems().getFirst().text();
        assertTrue(said.contains("needs one of 3.6, but there is 3.5."), said);
        assertEquals(Optional.empty(), result.etcd());
        assertEquals(List.of("fetch", "restore"), names(result));
        assertEquals(List.of("lock", "prod.last.json"), left());
    }

    @Test
    void aServerThatDoesNotStartIsFoundWithWhatItSaid() throws Exception {
        backupOf36();
        Path broken = script("case $1 in --version) echo 'etcd Version: 3.6.99';; *) echo 'no, thanks';; esac");

        DrillResult result = drill(List.of(broken));

        assertEquals(Outcome.DAMAGED, result.outcome());
        assertEquals(List.of("etcd 3.6.99 doesn't start from it: no, thanks"), result.findings());
        assertEquals(List.of("lock", "prod.last.json"), left());
        assertFalse(new DrillMemory(state.resolve("drills"))
                .find("prod")
                .orElseThrow()
                .good());
    }

    @Test
    void whatAKilledDrillLeftIsSweptAndItsServerEnded() throws Exception {
        backupOf36();
        Path scratch = Files.createDirectories(state.resolve("drills/scratch"));
        Files.writeString(
                Files.createDirectories(scratch.resolve("data/member")).resolve("db"), "left");
        Process server = new ProcessBuilder("/bin/sh", "-c", "cat", scratch.toString()).start();
        Files.writeString(scratch.resolve("drill-1.pid"), server.pid() + "\n");
        Process other = new ProcessBuilder("/bin/sh", "-c", "cat").start();
        try {
            drill(List.of());

            assertTrue(server.waitFor(1, TimeUnit.MINUTES));
            assertEquals(List.of("lock", "prod.last.json"), left());
            Files.writeString(Files.createDirectories(scratch).resolve("drill-1.pid"), other.pid() + "\n");
            drill(List.of());
            assertTrue(other.isAlive(), "a process that has only got the same id is let be");
        } finally {
            server.destroyForcibly();
            other.destroyForcibly();
        }
    }

    @Test
    void theServerEndsWhenTheOneWhoHoldsItDies() throws Exception {
        backupOf36();
        Path scratch = Files.createDirectories(state.resolve("place"));
        Path forever = script("cat /dev/zero >/dev/null");
        ScratchServer server = ScratchServer.start(
                forever,
                ServerUser.of(Optional.of("root"), forever),
                ScratchMember.take(1).getFirst(),
                scratch.resolve("data"),
                1,
                scratch);
        Path file = scratch.resolve("drill-1.pid");
        while (!Files.exists(file) || Files.size(file) == 0) {
            Thread.onSpinWait();
        }
        ProcessHandle held =
                ProcessHandle.of(Long.parseLong(Files.readString(file).strip())).orElseThrow();
        while (held.children().findAny().isEmpty()) {
            Thread.onSpinWait();
        }
        ProcessHandle itsOwn = held.children().findAny().orElseThrow();

        server.close();

        held.onExit().get(1, TimeUnit.MINUTES);
        itsOwn.onExit().get(1, TimeUnit.MINUTES);
        assertFalse(held.isAlive() || itsOwn.isAlive());
    }

    @Test
    void aBackupThatIsntThereIsAFailureAndLeavesNothing() throws Exception {
        OperationException failure = assertThrows(OperationException.class, () -> drill(List.of()));

        assertEquals(Outcome.NOT_FOUND, failure.outcome());
        assertEquals(List.of("lock"), left());
    }

    @Test
    void ofAClusterEveryMemberIsRestoredAndStartedAndAsked() throws Exception {
        try (RealEtcdCluster cluster = RealEtcdCluster.start(EtcdRecipe.of("3.6"))) {
            cluster.members().getFirst().load(20, 100);
            bench().backup(cluster.members().getFirst().endpoint());
        }

        DrillResult result =
                drill(DrillSettings.DEFAULT.with(allVersions()).patient(TIMEOUT).ofAllMembers());

        assertEquals(List.of(), result.findings());
        assertEquals(
                List.of(
                        "fetch",
                        "restore",
                        "start",
                        "hash drill-1",
                        "hash drill-2",
                        "hash drill-3",
                        "keys",
                        "write",
                        "read drill-2",
                        "read drill-3"),
                names(result));
        assertEquals(List.of("lock", "prod.last.json"), left());
    }

    @Test
    void whereTheNewestCanNotBeRestoredTheNextOlderOneIsDrilledAndThatIsAFinding() throws Exception {
        List<Manifest> both = Stream.of(backupOf36(), backupOf36())
                .sorted(Comparator.comparing(Manifest::id)) // they may be of one second
                .toList();
        Manifest older = both.get(0);
        Manifest newest = both.get(1);
        Path body = state.resolve("backup/" + newest.body().key());
        byte[] bytes = Files.readAllBytes(body);
        bytes[bytes.length / 2] ^= 1;
        Files.write(body, bytes);

        DrillResult result =
                drill(DrillSettings.DEFAULT.with(allVersions()).patient(TIMEOUT).orOlder());

        assertEquals(older.id(), result.id());
        assertEquals(Outcome.DAMAGED, result.outcome());
        assertTrue(
                result.findings()
                        .getFirst()
                        .startsWith("'latest' can't be restored, so " + older.id() + " was drilled"),
                result.findings()::toString);
        assertThrows(OperationException.class, () -> drill(allVersions()), "by hand it is refused");
    }

    @Test
    void aDrillThatTakesTooLongIsEndedAndLeavesNothing() throws Exception {
        backupOf36();
        Path silent =
                script("case $1 in --version) echo 'etcd Version: 3.6.99';; *) exec cat /dev/zero >/dev/null;; esac");
        DrillSettings settings = new DrillSettings(
                Optional.empty(), List.of(silent), false, Optional.of("root"), false, TIMEOUT, Duration.ofSeconds(61));

        OperationException failure = assertThrows(OperationException.class, () -> hasty(settings));

        assertEquals(Outcome.FAILED, failure.outcome());
        assertTrue(String.valueOf(failure.getMessage()).contains("ended after"), failure.getMessage());
        assertFalse(Thread.currentThread().isInterrupted());
        assertEquals(List.of("lock", "prod.last.json"), left());
    }

    /** Time passes when the server was asked once. */
    private DrillResult hasty(DrillSettings settings) throws Exception {
        Bench bench = bench();
        CountDownLatch asked = new CountDownLatch(1);
        Environment real = bench.environment();
        Sleeper sleeper = pause -> {
            if (pause.equals(settings.limit())) {
                asked.await();
            } else {
                asked.countDown();
                Thread.sleep(pause);
            }
        };
        Environment environment = new Environment(
                real.state(),
                real.sinks(),
                real.spool(),
                real.version(),
                real.instance(),
                new Timing(
                        real.timing().clock(),
                        real.timing().ticker(),
                        sleeper,
                        real.timing().random()),
                real.progress());
        return new Drill(environment, settings, Optional.<Credentials>empty())
                .run(Sought.anywhere("prod", bench.destinations()), new Selector.Latest());
    }

    @Test
    void aServerThatWritesWithoutEndIsEnded() throws Exception {
        backupOf36();
        Path greedy = script("case $1 in --version) echo 'etcd Version: 3.6.99';;"
                + " *) fallocate -l 400M data/more; exec cat /dev/zero >/dev/null;; esac");

        OperationException failure = assertThrows(OperationException.class, () -> drill(List.of(greedy)));

        assertTrue(String.valueOf(failure.getMessage()).contains("more than the"), failure.getMessage());
        assertEquals(List.of("lock", "prod.last.json"), left());
    }

    @Test
    void aUserThatIsntThereIsRefusedByName() throws Exception {
        assumeTrue("root".equals(System.getProperty("user.name")), "only root can become somebody");
        backupOf36();
        DrillSettings settings = new DrillSettings(
                Optional.empty(), allVersions(), false, Optional.of("nosuchuser"), false, TIMEOUT, TIMEOUT);

        OperationException failure = assertThrows(OperationException.class, () -> drill(settings));

        assertEquals(Outcome.REFUSED, failure.outcome());
        assertTrue(String.valueOf(failure.getMessage()).contains("no user 'nosuchuser'"), failure.getMessage());
    }

    @Test
    void forRootTheServerRunsAsNobody() throws Exception {
        assumeTrue("root".equals(System.getProperty("user.name")), "others run it as themselves");
        backupOf36();

        DrillResult result = drill(allVersions());

        assertEquals(List.of(), result.findings());
        assertTrue(result.steps().get(2).said().endsWith(" answers as nobody"), result.steps()::toString);
    }

    private Manifest backupOf36() throws OperationException {
        try (RealEtcd etcd = RealEtcd.start("3.6")) {
            etcd.load(20, 100);
            return bench().backup(etcd.endpoint()).manifest();
        }
    }

    private Path script(String body) throws IOException {
        Path script = Files.writeString(state.resolve("etcd"), "#!/bin/sh\n" + body + "\n");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
        return script;
    }
}
