/** What every verb stands on: the state directory, the clock, the sinks that can be opened. */
@NullMarked
package dev.perigee.core.state;

import org.jspecify.annotations.NullMarked;
