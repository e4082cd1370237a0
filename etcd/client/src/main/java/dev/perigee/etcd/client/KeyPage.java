package dev.perigee.etcd.client;

import java.util.List;
import java.util.Optional;

/**
 * Some keys of a range, ascending.
 *
 * @param keyValues the keys
 * @param more whether the range has more of them
 * @param count how many keys the range has in all
 * @param revision the store's newest revision when it answered
 */
public record KeyPage(List<KeyValue> keyValues, boolean more, long count, long revision) {

    /**
     * These keys as if etcd had answered them.
     *
     * @param header where and when
     * @return with the message that etcd would have sent
     */
    public Answer<KeyPage> answered(ResponseHeader header) {
        return Answer.of(KeyMessages.response(header, this), header, this);
    }

    /** Copies the list. */
    public KeyPage {
        keyValues = List.copyOf(keyValues);
    }

    /** Why no etcd would answer this to a question for these keys, ascending; empty if it may. */
    Optional<String> fault(KeyRange asked, int limit) {
        if (more && keyValues.isEmpty()) {
            return Optional.of("there are more keys, but it holds none");
        }
        if (limit > 0 && keyValues.size() > limit) {
            return Optional.of("it holds " + keyValues.size() + " keys where " + limit + " were asked for");
        }
        KeyRange rest = asked;
        for (KeyValue next : keyValues) {
            if (!rest.holds(next.key())) {
                return Optional.of(
                        asked.holds(next.key())
                                ? "its keys don't ascend, or one comes twice"
                                : "it holds a key that wasn't asked for, or one that had come before");
            }
            rest = asked.end().length() == 0 ? asked : rest.after(next.key());
        }
        return Optional.empty();
    }
}
