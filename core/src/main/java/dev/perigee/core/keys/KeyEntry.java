package dev.perigee.core.keys;

import dev.perigee.etcd.client.Bytes;
import java.util.Optional;

/**
 * One key as it stands at a revision.
 *
 * @param key the key
 * @param value its value; empty if it was left out (keys only, or redacted)
 * @param createRevision the revision at which it was created; 0 if the file doesn't say
 * @param modRevision the revision at which it was last written; 0 if the file doesn't say
 * @param version how often it was written since; 0 if the file doesn't say
 * @param lease the lease it hangs on, 64 unsigned bits; 0 for none
 */
public record KeyEntry(
        Bytes key, Optional<Bytes> value, long createRevision, long modRevision, long version, long lease) {

    /**
     * A key of which only the value is known.
     *
     * @param key the key
     * @param value its value
     * @return the entry, with neither revisions nor lease
     */
    public static KeyEntry of(Bytes key, Bytes value) {
        return new KeyEntry(key, Optional.of(value), 0, 0, 0, 0);
    }

    /**
     * The same under another key.
     *
     * @param other the key
     * @return the entry
     */
    public KeyEntry withKey(Bytes other) {
        return new KeyEntry(other, value, createRevision, modRevision, version, lease);
    }

    /**
     * The same with another value.
     *
     * @param other the value
     * @return the entry
     */
    public KeyEntry withValue(Bytes other) {
        return new KeyEntry(key, Optional.of(other), createRevision, modRevision, version, lease);
    }

    /**
     * The same without its value.
     *
     * @return the entry
     */
    public KeyEntry withoutValue() {
        return new KeyEntry(key, Optional.empty(), createRevision, modRevision, version, lease);
    }

    /**
     * The same without its lease.
     *
     * @return the entry
     */
    public KeyEntry withoutLease() {
        return new KeyEntry(key, value, createRevision, modRevision, version, 0);
    }

    /** The key and the value's size; values may be secrets. */
    @Override
    public String toString() {
        return key + " (" + value.map(held -> held.length() + " bytes").orElse("no value") + ")";
    }
}
