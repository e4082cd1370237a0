/** The command line's entry, its root command and the commands beside {@code snapshot}. */
@NullMarked
package dev.perigee.cli;

import org.jspecify.annotations.NullMarked;
