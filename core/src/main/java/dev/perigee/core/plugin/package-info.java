/** Finds, loads and isolates storage sinks. */
@NullMarked
package dev.perigee.core.plugin;

import org.jspecify.annotations.NullMarked;
