package dev.perigee.etcd.format.snapshot;

import dev.perigee.test.servers.RealEtcd;
import java.nio.file.Path;

/** Snapshots that real servers make, of the sorts that servers can make. */
final class RealSnapshots {

    private RealSnapshots() {}

    /** As many keys as make the tree two levels deep, with deletions, a compaction, more changes, and a lease. */
    static Path busy(RealEtcd etcd, Path directory) {
        etcd.load(300, 200);
        for (int i = 0; i < 8; i++) {
            etcdctl(etcd, "put", "changing", "version " + i);
            etcdctl(etcd, "put", "gone" + i, "soon");
        }
        etcdctl(etcd, "del", "gone", "--prefix");
        etcdctl(etcd, "compact", "15");
        etcdctl(etcd, "put", "changing", "after the compaction");
        etcdctl(etcd, "del", "key-00000007");
        lease(etcd);
        return save(etcd, directory, "busy");
    }

    static void lease(RealEtcd etcd) {
        String granted = etcd.etcdctl("lease", "grant", "10000").orFail().stdout();
        etcdctl(etcd, "put", "--lease=" + granted.split(" ")[1], "leased", "value");
    }

    static void auth(RealEtcd etcd) {
        etcdctl(etcd, "user", "add", "root:secret");
        etcdctl(etcd, "user", "grant-role", "root", "root");
        etcdctl(etcd, "role", "add", "reader");
        etcdctl(etcd, "role", "grant-permission", "reader", "read", "key");
        etcdctl(etcd, "auth", "enable");
    }

    static Path save(RealEtcd etcd, Path directory, String name) {
        Path file = directory.resolve(name + "-" + etcd.version() + ".db");
        etcdctl(etcd, "snapshot", "save", file.toString());
        return file;
    }

    static void etcdctl(RealEtcd etcd, String... arguments) {
        etcd.etcdctl(arguments).orFail();
    }
}
