package dev.perigee.etcd.client;

import java.util.List;
import java.util.Optional;

/**
 * What a transaction did, with the whole of each answer.
 *
 * @param succeeded whether all conditions held
 * @param parts one for each operation that was done, in their order
 */
public record TxnAnswer(boolean succeeded, List<Part> parts) {

    /** Copies the list. */
    public TxnAnswer {
        parts = List.copyOf(parts);
    }

    /** What one operation did. Its header has a revision only. */
    public sealed interface Part {

        /**
         * It read.
         *
         * @param answer what
         */
        record Got(Answer<KeyPage> answer) implements Part {}

        /**
         * It put.
         *
         * @param answer what was there, if that was asked for
         */
        record Put(Answer<Optional<KeyValue>> answer) implements Part {}

        /**
         * It deleted.
         *
         * @param answer what
         */
        record Deleted(Answer<DeletedKeys> answer) implements Part {}
    }
}
