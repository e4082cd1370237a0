/** Text at the border of the process: bytes that were handed over and may be no text, and what a terminal may be shown. */
@NullMarked
package dev.perigee.cli.text;

import org.jspecify.annotations.NullMarked;
