package dev.perigee.core.restore;

import dev.perigee.test.servers.Eventually;
import dev.perigee.test.servers.RealEtcd;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A snapshot that a real server made, with a bit of everything: overwritten and deleted keys, several rows in one
 * revision, leases, a finished compaction.
 *
 * @param version the server's minor version
 * @param file the snapshot
 * @param revision its newest revision
 * @param hash the server's own HashKV at that revision
 */
record SampleSnapshot(String version, Path file, long revision, String hash) {

    private static final Pattern HASH = Pattern.compile("\"hash\":(\\d+)");
    private static final Pattern COMPACTED = Pattern.compile("\"compact_revision\":(-?\\d+)");
    private static final Pattern REVISION = Pattern.compile("\"revision\":(\\d+)");
    private static final Duration SOON = Duration.ofSeconds(60);

    static SampleSnapshot take(String version, Path dir) {
        try (RealEtcd etcd = RealEtcd.start(version)) {
            fill(etcd);
            awaitStorageVersion(etcd);
            Path file = dir.resolve("source-" + version + ".db");
            etcd.etcdctl("snapshot", "save", file.toString()).orFail();
            long revision = revision(etcd);
            return new SampleSnapshot(version, file, revision, hashKv(etcd, revision));
        }
    }

    private static void fill(RealEtcd etcd) {
        etcd.load(150, 200);
        etcd.load(20, 300);
        String lease = etcd.etcdctl("lease", "grant", "3600").orFail().stdout().split(" ")[1];
        etcd.etcdctl("put", "leased", "value", "--lease=" + lease).orFail();
        etcd.etcdctl("del", "key-00000001").orFail();
        etcd.etcdctl("del", "key-0000002", "--prefix").orFail();
        etcd.etcdctl("put", "empty", "").orFail();
        etcd.etcdctl("compaction", Long.toString(revision(etcd) - 2)).orFail();
        etcd.etcdctl("put", "after", "compaction").orFail();
    }

    /** Servers from 3.6 on write their version into the file a few seconds after the start. */
    private static void awaitStorageVersion(RealEtcd etcd) {
        if (etcd.version().compareTo("3.6") >= 0) {
            Eventually.eventually(
                    SOON,
                    "storage version is written",
                    () -> etcd.etcdctl("endpoint", "status", "-w", "json")
                            .orFail()
                            .stdout()
                            .contains("\"storageVersion\":\"" + etcd.version()));
        }
    }

    /** As this member has it: one that is just starting may wait long for a leader to ask. */
    static long revision(RealEtcd etcd) {
        String json = etcd.etcdctl("get", "nothing", "--consistency=s", "-w", "json")
                .orFail()
                .stdout();
        return Long.parseLong(first(REVISION, json));
    }

    /** Hash and compaction revision, as the running server has them; over a million rows it may take its time. */
    static String hashKv(RealEtcd etcd, long revision) {
        String json = etcd.etcdctl("endpoint", "hashkv", "--rev=" + revision, "-w", "json")
                .orFail()
                .stdout();
        return first(HASH, json) + " compacted at " + first(COMPACTED, json);
    }

    private static String first(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        if (!matcher.find()) {
            throw new AssertionError("no " + pattern + " in " + text);
        }
        return matcher.group(1);
    }
}
