/** Puts keys back into a live cluster as another state had them, guarded by their revisions, with a file that undoes it. */
@NullMarked
package dev.perigee.core.putback;

import org.jspecify.annotations.NullMarked;
