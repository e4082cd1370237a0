/** What somebody may have meant whose command line isn't understood. Pure: words in, a sentence out. */
@NullMarked
package dev.perigee.cli.guess;

import org.jspecify.annotations.NullMarked;
