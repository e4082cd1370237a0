/** How the recording of a history stands on this machine: what is known of it, kept on disk, and judged. */
@NullMarked
package dev.perigee.core.history.standing;

import org.jspecify.annotations.NullMarked;
