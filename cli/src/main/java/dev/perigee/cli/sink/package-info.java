/** The commands about storage sinks: {@code sink list}, {@code sink check} and {@code sink new}. */
@NullMarked
package dev.perigee.cli.sink;

import org.jspecify.annotations.NullMarked;
