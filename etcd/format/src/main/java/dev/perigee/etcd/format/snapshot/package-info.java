/** Opens an etcd snapshot file, proves it and tells its facts. */
@NullMarked
package dev.perigee.etcd.format.snapshot;

import org.jspecify.annotations.NullMarked;
