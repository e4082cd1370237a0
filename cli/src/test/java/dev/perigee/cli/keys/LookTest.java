package dev.perigee.cli.keys;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.cli.CliRun;
import dev.perigee.cli.console.ExitCode;
import dev.perigee.test.servers.RealEtcd;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code keys} shows of a live cluster and of its snapshot is the same, and what etcd itself says. */
class LookTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"3.4", "3.5", "3.6", "3.7"})
    void aClusterAndItsSnapshotLookAlike(String version) {
        try (RealEtcd etcd = RealEtcd.start(version)) {
            etcd.etcdctl("put", "/a", "1").orFail(); // 2
            etcd.etcdctl("put", "/b", "{\"x\":1,\"y\":2}").orFail(); // 3
            etcd.etcdctl("del", "/a").orFail(); // 4
            etcd.etcdctl("put", "/a", "2").orFail(); // 5
            etcd.etcdctl("put", "/b", "{\"x\":1,\"y\":3}").orFail(); // 6
            etcd.etcdctl("put", "/gone", "x").orFail(); // 7
            etcd.etcdctl("del", "/gone").orFail(); // 8
            Path snapshot = snapshot(etcd, "one.db");

            String ls =
                    "{\"key\":\"/a\",\"keyBase64\":null,\"size\":1,\"modRevision\":5,\"createRevision\":5,\"version\":1,"
                            + "\"lease\":null}\n"
                            + "{\"key\":\"/b\",\"keyBase64\":null,\"size\":13,\"modRevision\":6,\"createRevision\":3,\"version\":2,"
                            + "\"lease\":null}\n";
            assertAlike(etcd, snapshot, ls, "ls", "-w", "json");
            assertAlike(
                    etcd,
                    snapshot,
                    "2, created, 1 B, 2, 1, , 1\n4, deleted, , 0, 0, , \n5, created, 1 B, 5, 1, , 2\n",
                    "history",
                    "/a",
                    "-w",
                    "simple");
            assertAlike(
                    etcd,
                    snapshot,
                    "7, created, 1 B, 7, 1, , x\n8, deleted, , 0, 0, , \n",
                    "history",
                    "/gone",
                    "-w",
                    "simple");
            assertAlike(etcd, snapshot, "/a\n1\n", "get", "/a", "--rev", "3");
            assertAlike(etcd, snapshot, "/a\n2\n/b\n{\"x\":1,\"y\":3}\n", "get", "/", "--prefix");
            assertAlike(etcd, snapshot, "/a\n2\n", "get", "/a", "/b");
            assertAlike(etcd, snapshot, "/b\n\n", "get", "/b", "--from-key", "--keys-only", "--limit", "1");
            assertAlike(
                    etcd, snapshot, "{\n  \"x\": 1,\n  \"y\": 3\n}\n", "get", "/b", "--pretty", "--print-value-only");
            etcd.etcdctl("compact", "6").orFail();
            assertEquals(
                    "6, changed, 13 B, 3, 2, , {\"x\":1,\"y\":3}\n",
                    live(etcd, "history", "/b", "-w", "simple").out());
            assertEquals(
                    "5, created, 1 B, 5, 1, , 2\n",
                    live(etcd, "history", "/a", "-w", "simple").out());
            assertEquals(
                    ExitCode.BAD_INPUT, live(etcd, "get", "/a", "--rev", "3").code());
        }
    }

    @Test
    void whatEtcdctlGetsOfALiveClusterIsGotToTheLetter() {
        try (RealEtcd etcd = RealEtcd.start("3.6")) {
            etcd.etcdctl("put", "/a", "1").orFail();
            etcd.etcdctl("put", "/b", "2").orFail();
            for (String form : List.of("simple", "json", "fields")) {
                String theirs = etcd.etcdctl("get", "/", "--prefix", "-w", form).stdout();
                String ours = live(etcd, "get", "/", "--prefix", "-w", form).out();
                assertEquals(
                        theirs.replaceAll(
                                "\"member_id\":[0-9]+,|,\"raft_term\":[0-9]+|\"(MemberID|RaftTerm)\" : .*", ""),
                        ours.replaceAll("\"(MemberID|RaftTerm)\" : .*", ""),
                        form);
            }
        }
    }

    @Test
    void aDiffTellsWhatWasAddedChangedAndRemoved() {
        try (RealEtcd etcd = RealEtcd.start("3.6")) {
            etcd.etcdctl("put", "/changed", "{\"x\":1,\"y\":2}").orFail();
            etcd.etcdctl("put", "/removed", "a\nb").orFail();
            etcd.etcdctl("put", "/same", "s").orFail();
            Path snapshot = snapshot(etcd, "one.db");
            etcd.etcdctl("put", "/changed", "{\"x\":1,\"y\":3}").orFail(); // 5
            etcd.etcdctl("del", "/removed").orFail();
            etcd.etcdctl("put", "/added", "n").orFail();
            etcd.etcdctl("put", "/same", "s").orFail();

            CliRun table = live(etcd, "diff", snapshot.toString(), "-w", "simple");
            CliRun text = live(etcd, "diff", snapshot.toString(), "--text");
            CliRun revisions = live(etcd, "diff", "live", "--rev", "4", "--to-rev", "5", "-w", "simple");

            assertEquals(
                    "added, /added, , , 1 B, , 7\nchanged, /changed, , 13 B, 13 B, 2, 5\nremoved, /removed, , 3 B, , 3, \n",
                    table.out());
            assertTrue(table.err().contains("1 added, 1 changed, 1 removed, 1 the same"), table.err());
            assertTrue(text.out().contains("   \"x\": 1,\n-  \"y\": 2\n+  \"y\": 3\n }\n"), text.out());
            assertTrue(text.out().contains("@@ -1,2 +0,0 @@\n-a\n-b\n"), text.out());
            assertEquals("changed, /changed, , 13 B, 13 B, 2, 5\n", revisions.out());
        }
    }

    @Test
    void aKeyThatIsNotThereIsNotFound() {
        try (RealEtcd etcd = RealEtcd.start("3.6")) {
            assertEquals(ExitCode.NOT_FOUND, live(etcd, "get", "/nothing").code());
            assertEquals(ExitCode.NOT_FOUND, live(etcd, "history", "/nothing").code());
            assertEquals("", live(etcd, "get", "/nothing", "--prefix").out());
        }
    }

    @Test
    void topNamesWhatIsLargeAndWhatIsBusy() {
        try (RealEtcd etcd = RealEtcd.start("3.6")) {
            etcd.etcdctl("put", "/big/one", "x".repeat(5000)).orFail();
            for (int i = 0; i < 5; i++) {
                etcd.etcdctl("put", "/busy/one", String.valueOf(i)).orFail();
            }
            etcd.etcdctl("put", "/busy/gone", "1").orFail();
            etcd.etcdctl("del", "/busy/gone").orFail();

            CliRun top = CliRun.of(
                    "keys", "top", "--from", snapshot(etcd, "one.db").toString(), "--depth", "1", "-w", "json");

            assertEquals(
                    "{\"revision\":9,\"keys\":2,\"bytes\":5018,\"revisions\":8,\"heldBytes\":5079,\"prefixes\":["
                            + "{\"prefix\":\"/big/\",\"keys\":1,\"bytes\":5008,\"revisions\":1,\"heldBytes\":5008},"
                            + "{\"prefix\":\"/busy/\",\"keys\":1,\"bytes\":10,\"revisions\":7,\"heldBytes\":71}],"
                            + "\"largest\":[{\"key\":\"/big/one\",\"bytes\":5008},{\"key\":\"/busy/one\",\"bytes\":10}],"
                            + "\"busiest\":[{\"key\":\"/busy/one\",\"revisions\":5,\"heldBytes\":50},"
                            + "{\"key\":\"/busy/gone\",\"revisions\":2,\"heldBytes\":21}]}\n",
                    top.out(),
                    top.err());
        }
    }

    @Test
    void aKeyThatIsNoTextIsShownReadablyAndToProgramsWhole() {
        try (RealEtcd etcd = RealEtcd.start("3.6")) {
            Path before = snapshot(etcd, "before.db");
            CliRun.of(
                    "etcdctl",
                    "put",
                    "/bin\udcff\udc80é",
                    "v",
                    "--endpoints",
                    etcd.endpoint().toString());
            Path after = snapshot(etcd, "after.db");

            CliRun listed = CliRun.of("keys", "ls", "--from", after.toString(), "-w", "simple");
            CliRun changed = CliRun.of("keys", "diff", before.toString(), after.toString(), "-w", "json");

            assertEquals("/bin\\xff\\x80é, 1 B, 2, 2, 1, \n", listed.out(), listed.err());
            assertTrue(changed.out().contains("\"key\":null,\"keyBase64\":\"L2Jpbv+Aw6k=\""), changed.out());
        }
    }

    @Test
    void anExportReplacesAnEarlierOneAndNeverASnapshot() throws Exception {
        try (RealEtcd etcd = RealEtcd.start("3.6")) {
            etcd.etcdctl("put", "/a", "1").orFail();
            Path snapshot = snapshot(etcd, "backup.db");
            byte[] before = Files.readAllBytes(snapshot);
            Path dump = Files.writeString(folder.resolve("keys.jsonl"), "an earlier one");
            String endpoint = etcd.endpoint().toString();

            CliRun refused = CliRun.of("export", snapshot.toString(), "--endpoints", endpoint);
            CliRun replaced = CliRun.of("export", dump.toString(), "--endpoints", endpoint);

            assertEquals(ExitCode.REFUSED, refused.code(), refused.err());
            assertTrue(refused.err().contains("'--from " + snapshot + "'"), refused.err());
            assertArrayEquals(before, Files.readAllBytes(snapshot));
            assertEquals(ExitCode.OK, replaced.code(), replaced.err());
        }
    }

    @Test
    void anExportIntoADirectoryIsInputThatCantBeUsed() throws Exception {
        try (RealEtcd etcd = RealEtcd.start("3.6")) {
            CliRun refused = CliRun.of(
                    "export", folder.toString(), "--endpoints", etcd.endpoint().toString());

            assertEquals(ExitCode.BAD_INPUT, refused.code(), refused.err());
        }
    }

    private Path snapshot(RealEtcd etcd, String name) {
        Path file = folder.resolve(name);
        etcd.etcdctl("snapshot", "save", file.toString()).orFail();
        return file;
    }

    private static void assertAlike(RealEtcd etcd, Path snapshot, String expected, String... words) {
        List<String> stored = new ArrayList<>(List.of("keys"));
        stored.addAll(List.of(words));
        stored.addAll(List.of("--from", snapshot.toString()));
        assertEquals(
                expected, live(etcd, words).out(), "live: " + live(etcd, words).err());
        CliRun offline = CliRun.of(stored.toArray(String[]::new));
        assertEquals(expected, offline.out(), "snapshot: " + offline.err());
    }

    private static CliRun live(RealEtcd etcd, String... words) {
        List<String> all = new ArrayList<>(List.of("keys"));
        all.addAll(List.of(words));
        all.addAll(List.of("--endpoints", etcd.endpoint().toString()));
        return CliRun.of(all.toArray(String[]::new));
    }
}
