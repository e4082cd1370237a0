/** Tells a listener how far a verb has come. */
@NullMarked
package dev.perigee.core.progress;

import org.jspecify.annotations.NullMarked;
