/** The sinks of a run: opened, and what each of them failed at. */
@NullMarked
package dev.perigee.core.sinks;

import org.jspecify.annotations.NullMarked;
