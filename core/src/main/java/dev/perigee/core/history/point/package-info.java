/** Makes the database of a store as it was at one revision or time. */
@NullMarked
package dev.perigee.core.history.point;

import org.jspecify.annotations.NullMarked;
