package dev.perigee.etcd.client;

/**
 * A read with every option that etcd has for it.
 *
 * @param range which keys
 * @param revision as they stood then; 0 for now
 * @param limit how many at most; 0 for all
 * @param order how they are ordered
 * @param target by what they are ordered
 * @param serializable whether a member may answer from its own state, without asking its leader
 * @param content what of each key is wanted
 * @param created only keys created in this span
 * @param modified only keys last changed in this span
 */
public record RangeQuery(
        KeyRange range,
        long revision,
        long limit,
        Order order,
        Target target,
        boolean serializable,
        Content content,
        Span created,
        Span modified) {

    /** How keys are ordered. */
    public enum Order {
        /** As they come: ascending by key. */
        NONE,
        /** Smallest first. */
        ASCEND,
        /** Largest first. */
        DESCEND
    }

    /** By what keys are ordered. The sequence is etcd's. */
    public enum Target {
        /** The key itself. */
        KEY,
        /** How often it was put. */
        VERSION,
        /** When it was created. */
        CREATE,
        /** When it was last changed. */
        MODIFY,
        /** Its value. */
        VALUE
    }

    /** What of each key is wanted. */
    public enum Content {
        /** Everything. */
        ALL,
        /** Everything but the value. */
        KEYS_ONLY,
        /** Nothing but how many there are. */
        COUNT_ONLY
    }

    /**
     * A span of revisions, both ends included.
     *
     * @param from the first; 0 for no such end
     * @param to the last; 0 for no such end
     */
    public record Span(long from, long to) {

        /** Every revision. */
        public static final Span ALL = new Span(0, 0);
    }

    /**
     * A plain, linearizable read.
     *
     * @param range which keys
     * @return the query
     */
    public static RangeQuery of(KeyRange range) {
        return new RangeQuery(range, 0, 0, Order.NONE, Target.KEY, false, Content.ALL, Span.ALL, Span.ALL);
    }
}
