/** A body's bytes on their way, counted and digested. */
@NullMarked
package dev.perigee.sink.kit.body;

import org.jspecify.annotations.NullMarked;
