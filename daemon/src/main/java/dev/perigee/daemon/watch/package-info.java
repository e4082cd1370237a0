/** What is known of the jobs while the daemon runs: what it did itself, and what lies in the sinks. */
@NullMarked
package dev.perigee.daemon.watch;

import org.jspecify.annotations.NullMarked;
