package dev.perigee.etcd.client;

import java.nio.ByteBuffer;

/**
 * One message of a snapshot stream.
 *
 * @param bytes the next bytes of the snapshot, read-only; at least one
 * @param remaining how many bytes of the database still follow, without the 32 of the digest; 0 in the last two messages
 */
public record SnapshotBlob(ByteBuffer bytes, long remaining) {}
