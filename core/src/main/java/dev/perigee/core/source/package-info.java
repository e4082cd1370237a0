/** Gets a proven snapshot of a cluster onto the local disk. */
@NullMarked
package dev.perigee.core.source;

import org.jspecify.annotations.NullMarked;
