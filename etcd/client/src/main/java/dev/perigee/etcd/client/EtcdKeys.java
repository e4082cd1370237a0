package dev.perigee.etcd.client;

import io.etcd.jetcd.api.KVGrpc;
import io.etcd.jetcd.api.RangeResponse;
import java.util.List;
import java.util.Optional;

/** The keys of a cluster, through one of its members. Reads are linearizable: they need a leader. Safe for many threads. */
public final class EtcdKeys {

    private final Caller caller;

    EtcdKeys(Caller caller) {
        this.caller = caller;
    }

    /**
     * Reads one key.
     *
     * @param key the key
     * @return empty if it isn't there
     * @throws EtcdException of any kind
     */
    public Optional<KeyValue> get(Bytes key) throws EtcdException {
        return range(KeyRange.of(key), 0, 1).keyValues().stream().findFirst();
    }

    /**
     * Reads the first keys of a range.
     *
     * @param range which keys
     * @param revision as they stood then; 0 for now
     * @param limit how many at most; 0 for all
     * @return ascending by key
     * @throws EtcdException COMPACTED if the revision is gone or not there yet; TOO_LARGE if the keys weigh more than 32
     *     MiB; OTHER if the answer can't be true: keys that don't ascend or weren't asked for, or none of which there are
     *     more
     */
    public KeyPage range(KeyRange range, long revision, int limit) throws EtcdException {
        RangeResponse answer = caller.call(
                "get",
                KVGrpc::newBlockingV2Stub,
                stub -> stub.withMaxInboundMessageSize(Messages.PAGE).range(KeyMessages.range(range, revision, limit)));
        return sound(KeyMessages.page(answer), range, limit);
    }

    /**
     * Reads the first keys of a range without their values.
     *
     * @param range which keys
     * @param revision as they stood then; 0 for now
     * @param limit how many at most; 0 for all
     * @return ascending by key, each with an empty value
     * @throws EtcdException COMPACTED if the revision is gone or not there yet
     */
    public KeyPage rangeOfKeys(KeyRange range, long revision, int limit) throws EtcdException {
        RangeResponse answer = caller.call(
                "get",
                KVGrpc::newBlockingV2Stub,
                stub -> stub.withMaxInboundMessageSize(Messages.PAGE)
                        .range(KeyMessages.range(range, revision, limit).toBuilder()
                                .setKeysOnly(true)
                                .build()));
        return sound(KeyMessages.page(answer), range, limit);
    }

    /**
     * Counts keys.
     *
     * @param range which
     * @return how many there are now
     * @throws EtcdException of any kind
     */
    public long count(KeyRange range) throws EtcdException {
        return caller.call(
                        "count",
                        KVGrpc::newBlockingV2Stub,
                        stub -> stub.range(KeyMessages.range(range, 0, 0).toBuilder()
                                .setCountOnly(true)
                                .build()))
                .getCount();
    }

    /**
     * Puts a key.
     *
     * @param key at least one byte
     * @param value its new value
     * @param lease the lease that it goes with; 0 for none
     * @return the revision that did it
     * @throws EtcdException NOT_FOUND if there is no such lease; NO_SPACE if the quota is used up
     */
    public long put(Bytes key, Bytes value, long lease) throws EtcdException {
        return caller.call(
                        "put",
                        KVGrpc::newBlockingV2Stub,
                        stub -> stub.put(KeyMessages.put(new KeyOperation.Put(key, value, lease))))
                .getHeader()
                .getRevision();
    }

    /**
     * Does several things at once, or others. Not repeated by itself after a lost connection: it may have been done.
     *
     * @param conditions all must hold; none hold always
     * @param then what to do if they do; at most 128 operations by etcd's default
     * @param otherwise what to do if not
     * @return what was done
     * @throws EtcdException INVALID if there are too many operations
     */
    public TxnResult transaction(List<KeyCondition> conditions, List<KeyOperation> then, List<KeyOperation> otherwise)
            throws EtcdException {
        return KeyMessages.result(caller.call(
                "transaction",
                KVGrpc::newBlockingV2Stub,
                stub -> stub.withMaxInboundMessageSize(Messages.PAGE)
                        .txn(KeyMessages.transaction(conditions, then, otherwise))));
    }

    /**
     * Forgets what keys were before a revision.
     *
     * @param revision the oldest one to keep
     * @throws EtcdException COMPACTED if that was done already, or the revision isn't there yet
     */
    public void compact(long revision) throws EtcdException {
        caller.call("compact", KVGrpc::newBlockingV2Stub, stub -> stub.compact(KeyMessages.compaction(revision)));
    }

    private KeyPage sound(KeyPage page, KeyRange range, int limit) throws EtcdException {
        Optional<String> fault = page.fault(range, limit);
        if (fault.isPresent()) {
            throw caller.failure(
                    EtcdException.Kind.OTHER,
                    "get: the answer can't be true: " + fault.get()
                            + "; is that an etcd member, and nothing between that changes its answers?");
        }
        return page;
    }
}
