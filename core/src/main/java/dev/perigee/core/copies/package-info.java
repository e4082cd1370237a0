/** Finds, shows, fetches and proves the copies of backups that lie in sinks. */
@NullMarked
package dev.perigee.core.copies;

import org.jspecify.annotations.NullMarked;
