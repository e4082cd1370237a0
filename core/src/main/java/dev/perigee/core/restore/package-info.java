/** Makes data directories that real etcd servers start from: planned first, built aside, swapped in. */
@NullMarked
package dev.perigee.core.restore;

import org.jspecify.annotations.NullMarked;
