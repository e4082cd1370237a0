/** Turns a proven file into the body that sinks store. */
@NullMarked
package dev.perigee.core.codec;

import org.jspecify.annotations.NullMarked;
