/** Looks at the keys of states: which they are, how two states differ, what weighs most. */
@NullMarked
package dev.perigee.core.look;

import org.jspecify.annotations.NullMarked;
