/** A stand-in for a member, so that the class cache can be rehearsed where no etcd is. No part of what a user runs. */
@NullMarked
package dev.perigee.etcd.client.rehearsal;

import org.jspecify.annotations.NullMarked;
