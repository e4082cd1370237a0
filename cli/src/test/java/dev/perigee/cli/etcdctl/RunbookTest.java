package dev.perigee.cli.etcdctl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.cli.CliRun;
import dev.perigee.cli.console.ExitCode;
import dev.perigee.test.servers.RealEtcd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A single etcd is lost and comes back, with our commands alone. */
class RunbookTest {

    @TempDir
    Path dir;

    @Test
    void theNineStepsByHand() throws Exception {
        try (RealEtcd etcd = RealEtcd.start("3.6")) {
            String peerUrl = peerUrl(etcd);
            String backup = dir.resolve("backup.db").toString();
            fill(etcd);
            String content = run(etcd, "get", "", "--prefix");
            String hash = run(etcd, "endpoint", "hashkv");

            run(etcd, "snapshot", "save", backup);
            run(etcd, "del", "", "--prefix");
            String status = ok(CliRun.of("snapshot", "status", backup, "-w", "table"));
            assertTrue(status.contains("|          3 |"), status);
            ok(CliRun.of(
                    "snapshot",
                    "restore",
                    backup,
                    "--data-dir",
                    dir.resolve("restored").toString()));
            etcd.stop();
            Files.move(etcd.dataDir(), dir.resolve("lost"));
            Files.move(dir.resolve("restored"), etcd.dataDir());
            etcd.restart();

            String members = run(etcd, "member", "list", "-w", "table");
            assertTrue(members.contains(" http://localhost:2380 "), members);
            run(etcd, "member", "update", idIn(members), "--peer-urls", peerUrl);

            assertEquals(peerUrl, peerUrl(etcd));
            assertEquals(content, run(etcd, "get", "", "--prefix"));
            assertEquals(hash, run(etcd, "endpoint", "hashkv"));
            etcd.restart();
            assertEquals(peerUrl, peerUrl(etcd));
            assertEquals("OK\n", run(etcd, "put", "/after", "all"));
        }
    }

    @Test
    void theGuidedWayReplacesTheFolderAndKeepsTheOldOne() throws Exception {
        try (RealEtcd etcd = RealEtcd.start("3.6")) {
            String peerUrl = peerUrl(etcd);
            String backup = dir.resolve("backup.db").toString();
            fill(etcd);
            String content = run(etcd, "get", "", "--prefix");
            run(etcd, "snapshot", "save", backup);
            run(etcd, "del", "", "--prefix");
            etcd.stop();

            ok(CliRun.of(
                    "snapshot",
                    "restore",
                    backup,
                    "--data-dir",
                    etcd.dataDir().toString(),
                    "--initial-cluster",
                    "default=" + peerUrl,
                    "--replace",
                    "--yes"));
            etcd.restart();

            assertEquals(peerUrl, peerUrl(etcd));
            assertEquals(content, run(etcd, "get", "", "--prefix"));
            assertEquals(1, foldersOfMembersBeside(etcd.dataDir()));
        }
    }

    private static void fill(RealEtcd etcd) {
        for (String name : List.of("a", "b", "c")) {
            run(etcd, "put", "/" + name, "the value of " + name);
        }
    }

    private static String peerUrl(RealEtcd etcd) {
        return run(etcd, "member", "list").split(", ")[3];
    }

    private static String idIn(String table) {
        Matcher id = Pattern.compile("\\| +([0-9a-f]{10,16}) \\|").matcher(table);
        assertTrue(id.find(), table);
        return id.group(1);
    }

    private static long foldersOfMembersBeside(Path dataDir) throws IOException {
        try (Stream<Path> siblings = Files.list(dataDir.resolveSibling("."))) {
            return siblings.filter(sibling -> !sibling.getFileName().equals(dataDir.getFileName()))
                    .filter(sibling -> Files.isDirectory(sibling.resolve("member")))
                    .count();
        }
    }

    private static String run(RealEtcd etcd, String... line) {
        return ok(CliRun.of(Stream.concat(Stream.of("etcdctl", "--endpoints=" + etcd.endpoint()), Stream.of(line))
                .toArray(String[]::new)));
    }

    private static String ok(CliRun run) {
        assertEquals(ExitCode.OK, run.code(), run.err());
        return run.out();
    }
}
