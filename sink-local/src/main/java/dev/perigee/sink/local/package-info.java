/** The sink that keeps objects as files in a directory, local or mounted. */
@NullMarked
package dev.perigee.sink.local;

import org.jspecify.annotations.NullMarked;
