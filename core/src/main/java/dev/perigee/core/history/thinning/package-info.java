/** Which packs, and which backups before them, are needed no more. */
@NullMarked
package dev.perigee.core.history.thinning;

import org.jspecify.annotations.NullMarked;
