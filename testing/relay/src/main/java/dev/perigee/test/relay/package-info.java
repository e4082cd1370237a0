/** Stands before a real etcd and spoils what it streams. */
@NullMarked
package dev.perigee.test.relay;

import org.jspecify.annotations.NullMarked;
