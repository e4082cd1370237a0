/** What is told of the history of a cluster between its backups: which moments can be restored, where it has gaps, whether its packs are good. */
@NullMarked
package dev.perigee.core.history;

import org.jspecify.annotations.NullMarked;
