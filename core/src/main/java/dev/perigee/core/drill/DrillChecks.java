package dev.perigee.core.drill;

import dev.perigee.core.catalog.Manifest;
import dev.perigee.core.words.Words;
import dev.perigee.etcd.client.Bytes;
import dev.perigee.etcd.client.EtcdConnection;
import dev.perigee.etcd.client.EtcdException;
import dev.perigee.etcd.client.EtcdKeys;
import dev.perigee.etcd.client.HashKv;
import dev.perigee.etcd.client.KeyRange;
import dev.perigee.etcd.client.KeyValue;
import java.util.List;
import java.util.Optional;

/**
 * Asks the server of a drill whether it is what was backed up. Each check gives what it saw.
 *
 * @param etcd the server
 * @param facts what the backup holds
 */
record DrillChecks(EtcdConnection etcd, Manifest.Facts facts) {

    private static final int SAMPLE = 10;
    private static final Bytes KEY = Bytes.of("perigee-drill");
    private static final Bytes VALUE = Bytes.of("written");

    /**
     * What a check saw.
     *
     * @param said for people
     * @param wrong whether it isn't as it has to be
     */
    record Seen(String said, boolean wrong) {}

    Seen hash() throws EtcdException {
        HashKv live = etcd.hashKv(facts.revision());
        if (live.compactRevision() != facts.compacted()) {
            return new Seen(
                    "the server is compacted at " + live.compactRevision() + ", the backup at " + facts.compacted(),
                    true);
        }
        return live.hash() == facts.hashKv()
                ? new Seen("HashKV " + live.hash() + " at revision " + facts.revision() + ", as in the manifest", false)
                : new Seen("the server's HashKV is " + live.hash() + ", the manifest's " + facts.hashKv(), true);
    }

    Seen keys() throws EtcdException {
        EtcdKeys keys = etcd.keys();
        long count = keys.count(KeyRange.all());
        if (count != facts.liveKeys()) {
            return new Seen("the server has " + count + " keys, the manifest says " + facts.liveKeys(), true);
        }
        List<KeyValue> sample = keys.range(KeyRange.all(), 0, SAMPLE).keyValues();
        for (KeyValue expected : sample) {
            if (!keys.get(expected.key()).equals(Optional.of(expected))) {
                return new Seen("a key reads differently alone than in a range", true);
            }
        }
        return new Seen(Words.count(count, "key") + ", " + sample.size() + " of them read", false);
    }

    Seen write() throws EtcdException {
        etcd.keys().put(KEY, VALUE, 0);
        return isWritten()
                ? new Seen("a key was written and read", false)
                : new Seen("a key that was written can't be read", true);
    }

    /** What another member of the quorum has written. */
    Seen written() throws EtcdException {
        return isWritten()
                ? new Seen("the key that another member wrote", false)
                : new Seen("a key that another member wrote can't be read", true);
    }

    private boolean isWritten() throws EtcdException {
        return etcd.keys().get(KEY).map(KeyValue::value).equals(Optional.of(VALUE));
    }
}
