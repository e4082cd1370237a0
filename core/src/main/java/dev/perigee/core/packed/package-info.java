/** Backups as packs: the rows that no earlier backup of the sink brought there, which rows of earlier packs are still there, and the file that comes of them. */
@NullMarked
package dev.perigee.core.packed;

import org.jspecify.annotations.NullMarked;
