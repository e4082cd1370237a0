/** Plays a restore through, as far as a server that runs, and leaves nothing behind. */
@NullMarked
package dev.perigee.core.drill;

import org.jspecify.annotations.NullMarked;
