/** The packs that all sinks hold together, read from whichever has them, and what these tell otherwise than one another. */
@NullMarked
package dev.perigee.core.history.archive;

import org.jspecify.annotations.NullMarked;
