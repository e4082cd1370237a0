package dev.perigee.core.keys;

import dev.perigee.etcd.client.Bytes;
import dev.perigee.etcd.client.EtcdConnection;
import dev.perigee.etcd.client.EtcdException;
import dev.perigee.etcd.client.KeyRange;
import dev.perigee.etcd.client.KeyValue;
import dev.perigee.etcd.client.WatchAnswer;
import dev.perigee.etcd.client.WatchEvent;
import dev.perigee.etcd.client.WatchQuery;
import dev.perigee.etcd.client.WatchStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/**
 * All revisions of one key that a member holds: what was there at the oldest revision, then what a watch from there on tells. Used once.
 */
final class LiveHistory {

    /** A member sends what it holds at once. */
    private static final Duration QUIET = Duration.ofSeconds(1);

    private final EtcdConnection member;
    private final Bytes key;
    private final long until;
    private final EntryVisitor visitor;
    private long oldest = 1;
    private long shown;

    LiveHistory(EtcdConnection member, Bytes key, long until, EntryVisitor visitor) {
        this.member = member;
        this.key = key;
        this.until = until;
        this.visitor = visitor;
    }

    /** Shows them, the oldest first; a deletion has no value. */
    void run() throws IOException {
        Optional<KeyValue> newest = at(until);
        long last = newest.map(KeyValue::modRevision).orElse(Long.MAX_VALUE);
        while (shown < last && watched(last)) {
            Optional<KeyValue> base = at(oldest);
            if (base.isPresent() && base.get().modRevision() < oldest) {
                show(base.get(), false);
            }
        }
    }

    private Optional<KeyValue> at(long revision) throws EtcdException {
        return member.keys().range(KeyRange.of(key), revision, 1).keyValues().stream()
                .findFirst();
    }

    /** Whether what is wanted begins before what is held, and has to be looked for from there. */
    private boolean watched(long last) throws IOException {
        try (WatchStream stream = member.watch(new WatchQuery(KeyRange.of(key), oldest, false, false))) {
            stream.askForProgress();
            for (Optional<WatchAnswer> answer = stream.next(QUIET); answer.isPresent(); answer = stream.next(QUIET)) {
                if (answer.get().compactRevision() > oldest) {
                    oldest = answer.get().compactRevision();
                    return true;
                }
                if (answer.get().canceled() || !goesOn(answer.get(), last)) {
                    return false;
                }
            }
            return false;
        }
    }

    private boolean goesOn(WatchAnswer answer, long last) throws IOException {
        for (WatchEvent event : answer.events()) {
            long revision = event.keyValue().modRevision();
            if (revision > until) {
                return false;
            }
            if (revision > shown) {
                show(event.keyValue(), event.deleted());
            }
        }
        return shown < last;
    }

    private void show(KeyValue found, boolean deleted) throws IOException {
        shown = found.modRevision();
        visitor.entry(new KeyEntry(
                found.key(),
                deleted ? Optional.empty() : Optional.of(found.value()),
                found.createRevision(),
                found.modRevision(),
                found.version(),
                found.lease()));
    }
}
