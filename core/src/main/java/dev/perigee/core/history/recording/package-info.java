/** Records a cluster's history as it happens: a watch over all keys, a spool on this machine's disk, packs in the sinks. */
@NullMarked
package dev.perigee.core.history.recording;

import org.jspecify.annotations.NullMarked;
