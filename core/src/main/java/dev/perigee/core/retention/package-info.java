/** Decides which backups to keep. Pure: no clock, no I/O. */
@NullMarked
package dev.perigee.core.retention;

import org.jspecify.annotations.NullMarked;
