/** Reads and writes JSON without losing a bit of etcd's unsigned 64-bit numbers. */
@NullMarked
package dev.perigee.etcd.format.json;

import org.jspecify.annotations.NullMarked;
