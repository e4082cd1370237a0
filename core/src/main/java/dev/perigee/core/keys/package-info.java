/** Takes keys out of a cluster or a snapshot as a file, and brings them back. */
@NullMarked
package dev.perigee.core.keys;

import org.jspecify.annotations.NullMarked;
