/** What happens in the daemon, and who hears of it. Knows nothing of who tells and of who listens. */
@NullMarked
package dev.perigee.daemon.event;

import org.jspecify.annotations.NullMarked;
