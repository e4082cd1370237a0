/** Numbers and failures as words for people, the same wherever they are printed. Pure. */
@NullMarked
package dev.perigee.core.words;

import org.jspecify.annotations.NullMarked;
