/** The commands below {@code perigee history}. */
@NullMarked
package dev.perigee.cli.history;

import org.jspecify.annotations.NullMarked;
