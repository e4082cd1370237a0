/** Who is told of what happens to backups: records of their settings. */
@NullMarked
package dev.perigee.core.hook;

import org.jspecify.annotations.NullMarked;
