package dev.perigee.cli.etcdctl;

import dev.perigee.cli.console.Failure;
import dev.perigee.etcd.client.Answer;
import dev.perigee.etcd.client.Bytes;
import dev.perigee.etcd.client.EtcdApi;
import dev.perigee.etcd.client.EtcdException;
import dev.perigee.etcd.client.KeyPage;
import dev.perigee.etcd.client.KeyRange;
import dev.perigee.etcd.client.KeyValue;
import dev.perigee.etcd.client.RangeQuery;
import dev.perigee.etcd.client.ResponseHeader;
import dev.perigee.etcd.client.WatchAnswer;
import dev.perigee.etcd.client.WatchEvent;
import dev.perigee.etcd.client.WatchQuery;
import dev.perigee.etcd.client.WatchStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Who is elected, and who follows. */
final class ElectionView {

    private static final Duration WAIT = Duration.ofHours(1);

    /** Is told of each who is elected, and of what that one says later. */
    interface Listener {
        void elected(Answer<KeyPage> key) throws Failure;
    }

    private final EtcdApi api;
    private final KeyRange candidates;
    private final Listener listener;

    ElectionView(EtcdApi api, Bytes name, Listener listener) {
        this.api = api;
        this.candidates = KeyRange.prefix(name.concat(Bytes.of("/")));
        this.listener = listener;
    }

    /** Until this thread is interrupted: then it throws CANCELLED. */
    void follow() throws EtcdException, Failure {
        while (true) {
            Answer<KeyPage> oldest = api.range(new RangeQuery(
                    candidates,
                    0,
                    1,
                    RangeQuery.Order.ASCEND,
                    RangeQuery.Target.CREATE,
                    false,
                    RangeQuery.Content.ALL,
                    RangeQuery.Span.ALL,
                    RangeQuery.Span.ALL));
            List<KeyValue> found = oldest.value().keyValues();
            Answer<KeyPage> elected =
                    found.isEmpty() ? first(oldest.header()) : one(oldest.header(), found.getFirst(), 0);
            listener.elected(elected);
            followOne(elected, oldest.value().count());
        }
    }

    /** Waits for somebody to stand. */
    private Answer<KeyPage> first(ResponseHeader since) throws EtcdException {
        try (WatchStream stream = api.watch(new WatchQuery(candidates, since.revision(), false, false))) {
            while (true) {
                Optional<WatchAnswer> answer = next(stream);
                Optional<WatchEvent> put = answer.stream()
                        .flatMap(some -> some.events().stream())
                        .filter(event -> !event.deleted())
                        .findFirst();
                if (put.isPresent()) {
                    KeyValue key = put.get().keyValue();
                    return one(answer.orElseThrow().header().at(key.modRevision()), key, 0);
                }
            }
        }
    }

    private void followOne(Answer<KeyPage> elected, long count) throws EtcdException, Failure {
        Bytes key = elected.value().keyValues().getFirst().key();
        long from = elected.header().revision() + 1;
        try (WatchStream stream = api.watch(new WatchQuery(KeyRange.of(key), from, false, false))) {
            while (true) {
                Optional<WatchAnswer> answer = next(stream);
                for (WatchEvent event : answer.map(WatchAnswer::events).orElse(List.of())) {
                    if (event.deleted()) {
                        return;
                    }
                    listener.elected(one(answer.orElseThrow().header(), event.keyValue(), count));
                }
            }
        }
    }

    private static Optional<WatchAnswer> next(WatchStream stream) throws EtcdException {
        Optional<WatchAnswer> answer = stream.next(WAIT);
        if (answer.isPresent() && answer.get().canceled()) {
            throw new EtcdException(EtcdException.Kind.BROKEN_OFF, Optional.empty(), "elect: observer lost");
        }
        return answer;
    }

    private static Answer<KeyPage> one(ResponseHeader header, KeyValue key, long count) {
        return new KeyPage(List.of(key), false, count, header.revision()).answered(header);
    }
}
