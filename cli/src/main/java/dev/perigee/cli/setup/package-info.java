/** Turns global options and the configuration into what the engine's verbs stand on. */
@NullMarked
package dev.perigee.cli.setup;

import org.jspecify.annotations.NullMarked;
