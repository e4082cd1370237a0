/** Looks at a stopped member's data directory, and says what a restart would make of it. */
@NullMarked
package dev.perigee.core.datadir;

import org.jspecify.annotations.NullMarked;
