/** Takes backups away: those that are named, and those that no rule keeps. */
@NullMarked
package dev.perigee.core.removal;

import org.jspecify.annotations.NullMarked;
