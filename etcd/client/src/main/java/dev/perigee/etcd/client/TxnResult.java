package dev.perigee.etcd.client;

import java.util.List;

/**
 * What a transaction did.
 *
 * @param succeeded whether all conditions held
 * @param revision the store's revision afterwards
 * @param results one for each operation that was done, in their order
 */
public record TxnResult(boolean succeeded, long revision, List<Result> results) {

    /** Copies the list. */
    public TxnResult {
        results = List.copyOf(results);
    }

    /** What one operation did. */
    public sealed interface Result {

        /**
         * It read.
         *
         * @param page what it found
         */
        record Got(KeyPage page) implements Result {}

        /** It put. */
        record Put() implements Result {}

        /**
         * It deleted.
         *
         * @param count how many keys
         */
        record Deleted(long count) implements Result {}
    }
}
