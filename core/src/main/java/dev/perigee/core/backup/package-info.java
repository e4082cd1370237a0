/** Brings proven snapshots to the sinks of a job, and catches up on what is owed to them. */
@NullMarked
package dev.perigee.core.backup;

import org.jspecify.annotations.NullMarked;
