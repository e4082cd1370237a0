/** Files that a restore also needs: found, packed as a tar, and laid out again. Knows nothing of sinks. */
@NullMarked
package dev.perigee.core.companions;

import org.jspecify.annotations.NullMarked;
