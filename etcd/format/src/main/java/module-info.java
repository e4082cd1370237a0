/** etcd's files: reads, checks, hashes and writes them. Touches no network. */
module dev.perigee.etcd.format {
    requires static org.jspecify;

    exports dev.perigee.etcd.format.bbolt;
    exports dev.perigee.etcd.format.bbolt.write;
    exports dev.perigee.etcd.format.hash;
    exports dev.perigee.etcd.format.json;
    exports dev.perigee.etcd.format.member;
    exports dev.perigee.etcd.format.mvcc;
    exports dev.perigee.etcd.format.snapshot;
    exports dev.perigee.etcd.format.wal;
}
