/** The commands on a stopped member's data directory. */
@NullMarked
package dev.perigee.cli.datadir;

import org.jspecify.annotations.NullMarked;
