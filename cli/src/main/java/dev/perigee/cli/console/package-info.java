/** What every command stands on: streams, options, exit codes, failures. */
@NullMarked
package dev.perigee.cli.console;

import org.jspecify.annotations.NullMarked;
