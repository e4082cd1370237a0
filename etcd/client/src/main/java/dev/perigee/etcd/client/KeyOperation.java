package dev.perigee.etcd.client;

/** Something a transaction does. */
public sealed interface KeyOperation {

    /**
     * Reads.
     *
     * @param range which keys
     * @param limit how many at most; 0 for all
     */
    record Get(KeyRange range, int limit) implements KeyOperation {}

    /**
     * Puts a key.
     *
     * @param key the key
     * @param value its new value
     * @param lease the lease that it goes with; 0 for none
     */
    record Put(Bytes key, Bytes value, long lease) implements KeyOperation {}

    /**
     * Deletes.
     *
     * @param range which keys
     */
    record Delete(KeyRange range) implements KeyOperation {}
}
