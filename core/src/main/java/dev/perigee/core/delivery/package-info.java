/** Brings a body to a sink in spite of a bad day: retry, stall, bandwidth. */
@NullMarked
package dev.perigee.core.delivery;

import org.jspecify.annotations.NullMarked;
