/** The commands under {@code perigee snapshot}, one class each. */
@NullMarked
package dev.perigee.cli.snapshot;

import org.jspecify.annotations.NullMarked;
