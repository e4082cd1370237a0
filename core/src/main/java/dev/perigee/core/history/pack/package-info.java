/** A pack: the rows of some revisions, the record that tells of them, and how the two lie in a sink. */
@NullMarked
package dev.perigee.core.history.pack;

import org.jspecify.annotations.NullMarked;
