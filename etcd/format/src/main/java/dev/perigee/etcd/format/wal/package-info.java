/** Reads what a stopped member's restart reads first: its write-ahead log and its raft snapshots. */
@NullMarked
package dev.perigee.etcd.format.wal;

import org.jspecify.annotations.NullMarked;
