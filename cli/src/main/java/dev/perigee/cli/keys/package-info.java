/** The commands that take keys out and bring them back: {@code export} and {@code import}. */
@NullMarked
package dev.perigee.cli.keys;

import org.jspecify.annotations.NullMarked;
