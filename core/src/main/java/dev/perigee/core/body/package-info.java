/** What sinks store: a file, or bytes in memory. */
@NullMarked
package dev.perigee.core.body;

import org.jspecify.annotations.NullMarked;
