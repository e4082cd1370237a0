/** Runs jobs when they are due. */
@NullMarked
package dev.perigee.daemon;

import org.jspecify.annotations.NullMarked;
