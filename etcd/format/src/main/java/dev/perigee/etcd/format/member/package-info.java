/** Makes the files of a fresh member directory around a restored backend: identity, write-ahead log, raft snapshot. */
@NullMarked
package dev.perigee.etcd.format.member;

import org.jspecify.annotations.NullMarked;
