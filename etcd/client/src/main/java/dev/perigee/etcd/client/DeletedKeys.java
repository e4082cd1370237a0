package dev.perigee.etcd.client;

import java.util.List;

/**
 * What a deletion took away.
 *
 * @param count how many keys
 * @param previous the keys as they were; empty unless asked for
 */
public record DeletedKeys(long count, List<KeyValue> previous) {

    /** Copies the list. */
    public DeletedKeys {
        previous = List.copyOf(previous);
    }
}
