/** Bodies on this machine's disk, on their way to the sinks. */
@NullMarked
package dev.perigee.core.spool;

import org.jspecify.annotations.NullMarked;
