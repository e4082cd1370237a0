package dev.perigee.core.history.recording;

import dev.perigee.api.Sha256;
import dev.perigee.core.history.spool.Tail;
import dev.perigee.etcd.format.mvcc.RowBytes;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.TreeMap;

/** Takes the digest of each revision as its rows come, and keeps those of the last ones. Used by one thread. */
final class RevisionDigests {

    private final MessageDigest digest = Sha256.digester();
    private Tail whole = Tail.NONE;
    private long open = -1;

    void add(RowBytes row) {
        long main = row.revision().main();
        if (main != open) {
            endRevision();
            open = main;
        }
        add(row.key());
        add(row.value());
    }

    private void add(byte[] bytes) {
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
        digest.update(bytes);
    }

    /** The last revisions, the one that the last row belongs to among them. */
    Tail tail() {
        endRevision();
        return whole;
    }

    private void endRevision() {
        if (open >= 0) {
            TreeMap<Long, String> one = new TreeMap<>();
            one.put(open, Sha256.of(digest.digest()).toString());
            whole = whole.followedBy(new Tail(one));
            open = -1;
        }
    }
}
