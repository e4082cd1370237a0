package dev.perigee.cli.snapshot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.cli.CliRun;
import dev.perigee.cli.console.ExitCode;
import dev.perigee.test.servers.Command;
import dev.perigee.test.servers.CommandResult;
import dev.perigee.test.servers.Eventually;
import dev.perigee.test.servers.InstalledServer;
import dev.perigee.test.servers.RealEtcd;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SnapshotRestoreTest {

    @TempDir
    static Path shared;

    @TempDir
    Path dir;

    private static String peerUrl = "";
    private Path backup;
    private Path target;

    @BeforeAll
    static void takeABackup() {
        try (RealEtcd etcd = RealEtcd.start("3.6")) {
            etcd.load(50, 100);
            etcd.etcdctl("snapshot", "save", shared.resolve("backup.db").toString())
                    .orFail();
            String members = etcd.etcdctl("member", "list").orFail().stdout();
            peerUrl = members.split(", ")[3];
        }
    }

    @BeforeEach
    void places() {
        backup = shared.resolve("backup.db");
        target = dir.resolve("etcd");
    }

    @Test
    void aDryRunShowsThePlanAndWritesNothing() throws Exception {
        CliRun run = restore("--dry-run");

        assertEquals(ExitCode.OK, run.code(), run.err());
        assertTrue(run.out().contains("revision 2, 50 keys"), run.out());
        assertTrue(run.out().contains("set meta/term to 1: the new log begins in term 1"), run.out());
        assertEquals(List.of(), names(dir));
    }

    @Test
    void aDryRunShowsThePlanAndThenWhatIsInTheWayOfIt() throws Exception {
        Path old = Files.writeString(Files.createDirectory(target).resolve("old"), "data");

        CliRun run = restore("--dry-run");

        assertEquals(ExitCode.REFUSED, run.code(), run.err());
        assertTrue(run.out().contains("revision 2, 50 keys"), run.out());
        assertTrue(run.out().contains("  move " + target + " aside to " + target + ".old-"), run.out());
        assertTrue(run.err().contains(target + " is not empty: it holds old"), run.err());
        assertTrue(run.err().contains("add --replace"), run.err());
        assertEquals("data", Files.readString(old));
    }

    @Test
    void aRestoreSaysWhatToDoNext() {
        CliRun run = restore();

        assertEquals(ExitCode.OK, run.code(), run.err());
        assertTrue(run.out().startsWith("Restored revision 2 for member 'default' to "), run.out());
        assertTrue(run.out().contains("\netcd --name default --data-dir "), run.out());
        assertTrue(run.out().contains("Kubernetes"), run.out());
        assertTrue(Files.exists(target.resolve("member/snap/db")));
    }

    @Test
    void aStoreInWhichNothingWasWrittenIsOfRevisionOne() {
        backup = dir.resolve("empty.db");
        try (RealEtcd etcd = RealEtcd.start("3.6")) {
            etcd.etcdctl("snapshot", "save", backup.toString()).orFail();
        }

        CliRun run = restore();

        assertEquals(ExitCode.OK, run.code(), run.err());
        assertTrue(run.out().startsWith("Restored revision 1 for member 'default' to "), run.out());
    }

    @Test
    void asJsonItIsOneObject() {
        CliRun run = restore("-w", "json");

        assertEquals(ExitCode.OK, run.code(), run.err());
        assertTrue(
                run.out().startsWith("{\"done\":true,\"clusterId\":\"cdf818194e3a8c32\",\"revision\":2,"), run.out());
        assertTrue(run.out().contains("\"id\":\"8e9e05c52164694d\""), run.out());
    }

    @Test
    void replacingNeedsAYes() throws Exception {
        Files.writeString(Files.createDirectory(target).resolve("precious"), "precious");

        assertEquals(ExitCode.REFUSED, restore().code());
        CliRun unconfirmed = restore("--replace");
        assertEquals(ExitCode.REFUSED, unconfirmed.code());
        assertTrue(unconfirmed.err().contains("--yes"), unconfirmed.err());
        assertEquals(List.of("precious"), names(target));

        assertEquals(ExitCode.OK, restore("--replace", "--yes").code());
        assertEquals(2, names(dir).size());
    }

    /** Here are no plugins, so that a look at any sink would end in another error. */
    @Test
    void aTargetInUseIsRefusedBeforeASinkIsAskedForABackup() throws Exception {
        Files.writeString(Files.createDirectory(target).resolve("precious"), "precious");

        CliRun run = run("latest", "--state-dir", shared.resolve("state").toString());

        assertEquals(ExitCode.REFUSED, run.code(), run.err());
        assertTrue(run.err().contains("is not empty"), run.err());
        assertEquals(List.of("etcd"), names(dir));
    }

    @Test
    void badArgumentsAreBadArguments() {
        for (String[] flags : new String[][] {
            {"--bump-revision", "5"},
            {"--mark-compacted"},
            {"--bump-revision", "0", "--mark-compacted"},
            {"--bump-revision", "many", "--mark-compacted"},
            {"--at", "2026-11-23T04:00:00Z"}
        }) {
            assertEquals(ExitCode.BAD_ARGUMENTS, restore(flags).code(), Arrays.toString(flags));
        }
        assertEquals(ExitCode.BAD_ARGUMENTS, CliRun.of("snapshot", "restore").code());
        assertFalse(Files.exists(target));
    }

    @Test
    void etcdutlsFlagsAreAllTaken() {
        CliRun run = restore(
                "--name=n1",
                "--initial-cluster=n1=http://127.0.0.1:1,n2=http://127.0.0.1:2",
                "--initial-cluster-token=tok",
                "--initial-advertise-peer-urls=http://127.0.0.1:1",
                "--wal-dir=" + dir.resolve("wal"),
                "--skip-hash-check",
                "--bump-revision=1000",
                "--mark-compacted",
                "--initial-memory-map-size=1");

        assertEquals(ExitCode.OK, run.code(), run.err());
        assertTrue(run.out().contains("--bump-revision 1000 --mark-compacted"), run.out());
        assertTrue(Files.exists(dir.resolve("wal/0000000000000000-0000000000000000.wal")));
    }

    @Test
    void aDamagedOrAbsentSourceHasItsExitCode() throws Exception {
        Path damaged = Files.copy(backup, dir.resolve("damaged.db"));
        try (RandomAccessFile file = new RandomAccessFile(damaged.toFile(), "rw")) {
            file.setLength(file.length() / 2);
        }

        assertEquals(ExitCode.DAMAGED, run(damaged.toString()).code());
        assertEquals(ExitCode.NOT_FOUND, run(dir.resolve("absent").toString()).code());
        assertFalse(Files.exists(target));
    }

    @Test
    void thePrintedCommandsStartAndCheckTheMember() throws Exception {
        CliRun run = restore("--initial-cluster=default=" + peerUrl);
        assertEquals(ExitCode.OK, run.code(), run.err());
        List<String> lines = run.out().lines().toList();
        String start = lines.stream()
                .filter(line -> line.startsWith("etcd "))
                .findFirst()
                .orElseThrow();
        List<String> checks = lines.stream()
                .filter(line -> line.startsWith("perigee etcdctl "))
                .toList();

        Process etcd = shell("exec " + start)
                .redirectErrorStream(true)
                .redirectOutput(dir.resolve("log").toFile())
                .start();
        try {
            Eventually.eventually(
                    Duration.ofSeconds(60),
                    "etcd answers",
                    () -> pasted(checks.getFirst()).code() == ExitCode.OK);
            assertEquals(2, checks.size());
            assertEquals("OK", pasted(checks.getLast()).out().strip());
        } finally {
            etcd.destroyForcibly().waitFor();
        }
    }

    /** Nothing in these lines is quoted. */
    private static CliRun pasted(String line) {
        return CliRun.of(line.substring("perigee ".length()).split(" "));
    }

    @Test
    void everyCommandOfTheRunbookRuns() throws Exception {
        Files.createDirectory(dir.resolve("var"));
        List<String> commands = runbook();
        assertTrue(commands.size() >= 9, commands.toString());
        for (String command : commands) {
            String here = command.replace("backup.db", backup.toString())
                    .replace("/var/lib/etcd", target.toString())
                    .replace("/srv/restored", dir.resolve("restored").toString());

            CliRun run = CliRun.of(here.split(" "));

            assertEquals(ExitCode.OK, run.code(), command + "\n" + run.err());
        }
    }

    private static List<String> runbook() throws IOException {
        String all = Files.readString(Path.of("..", "docs", "operations.md"));
        String section = all.substring(all.indexOf("## Restore runbook"));
        List<String> commands = new ArrayList<>();
        for (String line :
                section.lines().skip(1).takeWhile(l -> !l.startsWith("## ")).toList()) {
            if (line.startsWith("    ")) {
                assertTrue(line.startsWith("    perigee "), "only commands that this test runs: " + line);
                commands.add(line.strip().substring("perigee ".length()));
            }
        }
        return commands;
    }

    private static CommandResult ran(String command) {
        return Command.run(Map.of("PATH", path()), List.of("sh", "-c", command));
    }

    private static ProcessBuilder shell(String command) {
        ProcessBuilder builder = new ProcessBuilder("sh", "-c", command);
        builder.environment().put("PATH", path());
        return builder;
    }

    private static String path() {
        return InstalledServer.binary("etcd-3.6", "etcd").getParent() + ":" + System.getenv("PATH");
    }

    private CliRun restore(String... flags) {
        return run(backup.toString(), flags);
    }

    private CliRun run(String source, String... flags) {
        List<String> all = new ArrayList<>(List.of("snapshot", "restore", source, "--data-dir", target.toString()));
        all.addAll(List.of(flags));
        return CliRun.of(all.toArray(String[]::new));
    }

    private static List<String> names(Path directory) throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
        }
    }
}
