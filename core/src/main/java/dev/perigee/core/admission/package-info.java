/** How much is done at once: the rest waits its turn, and says so. */
@NullMarked
package dev.perigee.core.admission;

import org.jspecify.annotations.NullMarked;
