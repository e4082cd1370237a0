/** What happened between two backups: packs of rows, their records, and how the two lie in a sink. */
@NullMarked
package dev.perigee.core.history;

import org.jspecify.annotations.NullMarked;
