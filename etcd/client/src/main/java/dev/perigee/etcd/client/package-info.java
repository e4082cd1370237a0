/** Talks to etcd members. */
@NullMarked
package dev.perigee.etcd.client;

import org.jspecify.annotations.NullMarked;
