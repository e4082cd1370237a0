package dev.perigee.etcd.client;

import java.util.List;

/**
 * A transaction with every option that etcd has for it, but one within another.
 *
 * @param conditions all must hold; none hold always
 * @param then what to do if they do
 * @param otherwise what to do if not
 */
public record TxnQuery(List<Condition> conditions, List<Operation> then, List<Operation> otherwise) {

    /** Copies the lists. */
    public TxnQuery {
        conditions = List.copyOf(conditions);
        then = List.copyOf(then);
        otherwise = List.copyOf(otherwise);
    }

    /** Something asked about one key. */
    public sealed interface Condition {

        /**
         * About a number that belongs to it.
         *
         * @param condition what
         */
        record OfNumber(KeyCondition condition) implements Condition {}

        /**
         * About its value.
         *
         * @param key the key
         * @param comparison how
         * @param value what it is compared with
         */
        record OfValue(Bytes key, KeyCondition.Comparison comparison, Bytes value) implements Condition {}

        /**
         * About the lease that it hangs on.
         *
         * @param key the key
         * @param comparison how
         * @param lease what its id is compared with; 0 for none
         */
        record OfLease(Bytes key, KeyCondition.Comparison comparison, long lease) implements Condition {}
    }

    /** Something that is done. */
    public sealed interface Operation {

        /**
         * Reads.
         *
         * @param query what
         */
        record Get(RangeQuery query) implements Operation {}

        /**
         * Puts.
         *
         * @param query what
         */
        record Put(PutQuery query) implements Operation {}

        /**
         * Deletes.
         *
         * @param range which keys
         * @param previous whether the answer should hold what was there
         */
        record Delete(KeyRange range, boolean previous) implements Operation {}
    }
}
