/** Reads the rows that etcd keeps in its key bucket: one row per revision of a key. */
@NullMarked
package dev.perigee.etcd.format.mvcc;

import org.jspecify.annotations.NullMarked;
