/** What a recording keeps on this machine's disk: how far it has come, and packs that are on their way to the sinks. */
@NullMarked
package dev.perigee.core.history.spool;

import org.jspecify.annotations.NullMarked;
