package dev.perigee.core.keys;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.etcd.format.snapshot.Progress;
import dev.perigee.etcd.format.snapshot.RevisionNotHeldException;
import dev.perigee.test.servers.RealEtcd;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SnapshotKeySourceTest {

    @TempDir
    Path folder;

    @Test
    void everyRevisionOfARealSnapshotReadsAsEtcdHadIt() throws Exception {
        TreeMap<Long, String> history = new TreeMap<>();
        Path file = folder.resolve("snapshot.db");
        try (RealEtcd etcd = RealEtcd.start("3.6")) {
            etcd.etcdctl("put", "/b", "1"); // revision 2
            etcd.etcdctl("put", "/a", "x y"); // 3
            etcd.etcdctl("put", "/b", "2"); // 4
            etcd.etcdctl("del", "/a"); // 5
            etcd.etcdctl("put", "/a", "again"); // 6
            etcd.etcdctl("compact", "4");
            for (long revision = 4; revision <= 6; revision++) {
                history.put(
                        revision,
                        etcd.etcdctl("get", "", "--from-key", "--rev", String.valueOf(revision))
                                .stdout());
            }
            etcd.etcdctl("snapshot", "save", file.toString());
        }

        for (long revision : history.keySet()) {
            assertEquals(history.get(revision), simple(file, OptionalLong.of(revision)), "revision " + revision);
        }
        assertEquals(history.get(6L), simple(file, OptionalLong.empty()));
        assertThrows(RevisionNotHeldException.class, () -> simple(file, OptionalLong.of(3)));
        assertThrows(RevisionNotHeldException.class, () -> simple(file, OptionalLong.of(7)));
    }

    @Test
    void valuesOfAnyLengthComeAsTheyWereWritten() throws Exception {
        Path file = folder.resolve("snapshot.db");
        Map<String, String> written = new TreeMap<>();
        for (int length : new int[] {1, 4095, 4096, 4097, 20_000, 300_000}) {
            String text = "0123456789abcde".repeat(length / 15 + 1).substring(0, length);
            written.put("/of/" + length, text);
            written.put("/again/" + length, text.replace('0', 'x'));
        }
        try (RealEtcd etcd = RealEtcd.start("3.6")) {
            for (Map.Entry<String, String> each : written.entrySet()) {
                etcd.etcdctlWith("first", "put", each.getKey()).orFail();
                etcd.etcdctlWith(each.getValue(), "put", each.getKey()).orFail();
            }
            etcd.etcdctl("snapshot", "save", file.toString()).orFail();
        }
        Map<String, String> read = new TreeMap<>();

        try (SnapshotKeySource source = open(file, OptionalLong.empty())) {
            source.forEach(
                    KeyFilter.ALL,
                    entry -> read.put(
                            entry.key().toString(), entry.value().orElseThrow().toString()));
        }

        assertEquals(written, read);
    }

    @Test
    void leasesComeWithTheirTimeAndAChangedSnapshotIsRefused() throws Exception {
        Path file = folder.resolve("snapshot.db");
        try (RealEtcd etcd = RealEtcd.start("3.6")) {
            String granted = etcd.etcdctl("lease", "grant", "3600").stdout();
            String lease =
                    granted.replaceAll("lease ([0-9a-f]+) granted.*", "$1").strip();
            etcd.etcdctl("put", "/leased", "v", "--lease", lease);
            etcd.etcdctl("snapshot", "save", file.toString());

            DumpFile dump = export(file);

            assertEquals(
                    List.of(new LeaseTime(Long.parseUnsignedLong(lease, 16), 3600, 3600)), List.copyOf(dump.leases()));
        }
        byte[] changed = Files.readAllBytes(file);
        changed[changed.length - 1] ^= 1;
        Files.write(file, changed);
        OperationException refused = assertThrows(OperationException.class, () -> export(file));
        assertEquals(Outcome.DAMAGED, refused.outcome());
    }

    private DumpFile export(Path snapshot) throws Exception {
        Path out = folder.resolve("keys.jsonl");
        try (SnapshotKeySource source = open(snapshot, OptionalLong.empty());
                JsonLinesWriter writer = new JsonLinesWriter(Files.newOutputStream(out))) {
            new Export(new ExportRules(KeyFilter.ALL, false, Redaction.NONE)).run(source, writer);
        }
        return DumpFile.open(out);
    }

    private String simple(Path snapshot, OptionalLong revision) throws Exception {
        List<String> lines = new ArrayList<>();
        try (SnapshotKeySource source = open(snapshot, revision)) {
            source.forEach(KeyFilter.ALL, entry -> {
                lines.add(entry.key().toString());
                lines.add(entry.value().orElseThrow().toString());
            });
        }
        return String.join("\n", lines) + "\n";
    }

    private SnapshotKeySource open(Path snapshot, OptionalLong revision) throws Exception {
        return SnapshotKeySource.open(snapshot, revision, Instant.EPOCH, folder, Progress.NONE);
    }
}
