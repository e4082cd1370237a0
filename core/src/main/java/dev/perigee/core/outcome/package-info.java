/** Says how an operation ended. */
@NullMarked
package dev.perigee.core.outcome;

import org.jspecify.annotations.NullMarked;
