package dev.perigee.etcd.client;

import java.util.OptionalLong;

/**
 * A member's hash over its keys and values up to a revision: equal on all members that hold the same.
 *
 * @param memberId the member, unsigned
 * @param revision the newest revision when it answered
 * @param hash CRC-32C, 0 to 2<sup>32</sup>-1
 * @param compactRevision the revision up to which history was compacted, -1 if never: hashes compare only where this is equal
 * @param hashRevision the revision hashed; empty from members before 3.6
 */
public record HashKv(long memberId, long revision, long hash, long compactRevision, OptionalLong hashRevision) {}
