/** The checksums by which etcd compares stores, computed over byte ranges without copying them. */
@NullMarked
package dev.perigee.etcd.format.hash;

import org.jspecify.annotations.NullMarked;
