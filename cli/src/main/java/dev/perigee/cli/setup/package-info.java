/** Reads what several commands take: whose backups, in which sinks, which file or stored backup. */
@NullMarked
package dev.perigee.cli.setup;

import org.jspecify.annotations.NullMarked;
