/** Numbers as words for people, the same wherever they are printed: sizes, how many there are of something. Pure. */
@NullMarked
package dev.perigee.core.words;

import org.jspecify.annotations.NullMarked;
