package dev.perigee.etcd.client;

import java.util.List;

/**
 * Some keys of a range, ascending.
 *
 * @param keyValues the keys
 * @param more whether the range has more of them
 * @param count how many keys the range has in all
 * @param revision the store's newest revision when it answered
 */
public record KeyPage(List<KeyValue> keyValues, boolean more, long count, long revision) {

    /** Copies the list. */
    public KeyPage {
        keyValues = List.copyOf(keyValues);
    }
}
