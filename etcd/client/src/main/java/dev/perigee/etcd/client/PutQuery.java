package dev.perigee.etcd.client;

/**
 * A put with every option that etcd has for it.
 *
 * @param key at least one byte
 * @param value its new value
 * @param lease the lease that it goes with; 0 for none
 * @param previous whether the answer should hold what was there
 * @param ignoreValue keep the value that is there; {@code value} must then be empty
 * @param ignoreLease keep the lease that is there; {@code lease} must then be 0
 */
public record PutQuery(
        Bytes key, Bytes value, long lease, boolean previous, boolean ignoreValue, boolean ignoreLease) {}
