package dev.perigee.etcd.client;

/**
 * What a deletion did.
 *
 * @param deleted how many keys are gone
 * @param revision the store's revision afterwards
 */
public record DeleteResult(long deleted, long revision) {}
