/** The clock, waiting and chance, as arguments. */
@NullMarked
package dev.perigee.core.time;

import org.jspecify.annotations.NullMarked;
