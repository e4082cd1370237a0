package dev.perigee.etcd.format.snapshot;

/**
 * A lease as the snapshot holds it.
 *
 * @param id 64 unsigned bits
 * @param grantedSeconds the time to live that it was granted with
 * @param remainingSeconds what was left of it when the leader last noted that down; the granted time if it never did:
 *     a server started from the snapshot gives as much again
 */
public record Lease(long id, long grantedSeconds, long remainingSeconds) {}
