package dev.perigee.cli.etcdctl;

import dev.perigee.cli.console.Failure;
import dev.perigee.etcd.client.Answer;
import dev.perigee.etcd.client.Bytes;
import dev.perigee.etcd.client.EtcdApi;
import dev.perigee.etcd.client.EtcdException;
import dev.perigee.etcd.client.KeyCondition;
import dev.perigee.etcd.client.KeyPage;
import dev.perigee.etcd.client.KeyRange;
import dev.perigee.etcd.client.PutQuery;
import dev.perigee.etcd.client.RangeQuery;
import dev.perigee.etcd.client.TxnAnswer;
import dev.perigee.etcd.client.TxnQuery;
import dev.perigee.etcd.client.WatchAnswer;
import dev.perigee.etcd.client.WatchQuery;
import dev.perigee.etcd.client.WatchStream;
import java.util.List;
import java.util.Optional;

/**
 * A place in the queue for a lock or an election: a key below its name, as etcd's own clients make them. Whoever made the oldest of
 * these keys is in possession.
 *
 * @param api the member
 * @param session the lease that the key hangs on
 * @param prefix the name and a slash
 * @param key the key
 * @param revision the one that created it
 */
record Claim(EtcdApi api, LeaseSession session, Bytes prefix, Bytes key, long revision) {

    /** Takes the last place in the queue. */
    static Claim make(EtcdApi api, LeaseSession session, Bytes name, Bytes value) throws EtcdException {
        Bytes prefix = name.concat(Bytes.of("/"));
        Bytes key = prefix.concat(Bytes.of(Long.toHexString(session.id())));
        Answer<TxnAnswer> answer = api.transaction(new TxnQuery(
                List.of(new TxnQuery.Condition.OfNumber(KeyCondition.absent(key))),
                List.of(new TxnQuery.Operation.Put(new PutQuery(key, value, session.id(), false, false, false))),
                List.of()));
        return new Claim(api, session, prefix, key, answer.header().revision());
    }

    /** Waits until nobody is before it. */
    void await() throws EtcdException, Failure {
        for (Optional<Answer<KeyPage>> before = before(); before.isPresent(); before = before()) {
            awaitDeletion(
                    before.get().value().keyValues().getFirst().key(),
                    before.get().header().revision() + 1);
        }
        session.requireAlive();
    }

    /** The key itself; nothing if the session has ended. */
    Answer<KeyPage> look() throws EtcdException {
        return api.range(RangeQuery.of(KeyRange.of(key)));
    }

    private Optional<Answer<KeyPage>> before() throws EtcdException {
        Answer<KeyPage> answer = api.range(new RangeQuery(
                KeyRange.prefix(prefix),
                0,
                1,
                RangeQuery.Order.DESCEND,
                RangeQuery.Target.CREATE,
                false,
                RangeQuery.Content.ALL,
                new RangeQuery.Span(0, revision - 1),
                RangeQuery.Span.ALL));
        return answer.value().keyValues().isEmpty() ? Optional.empty() : Optional.of(answer);
    }

    private void awaitDeletion(Bytes other, long from) throws EtcdException, Failure {
        try (WatchStream stream = api.watch(new WatchQuery(KeyRange.of(other), from, false, false))) {
            while (true) {
                Optional<WatchAnswer> answer = stream.next(session.third());
                session.requireAlive();
                if (answer.isPresent()
                        && (answer.get().canceled()
                                || answer.get().events().stream().anyMatch(event -> event.deleted()))) {
                    return;
                }
            }
        }
    }
}
