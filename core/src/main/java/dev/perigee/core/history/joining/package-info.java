/** Joins the many small packs of a recording to few large ones, in the spool, and removes the small ones where the large ones have arrived. */
@NullMarked
package dev.perigee.core.history.joining;

import org.jspecify.annotations.NullMarked;
