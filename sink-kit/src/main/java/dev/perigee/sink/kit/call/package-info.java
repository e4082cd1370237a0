/** Calls to a store that the caller can interrupt. */
@NullMarked
package dev.perigee.sink.kit.call;

import org.jspecify.annotations.NullMarked;
