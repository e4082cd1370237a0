/** What every bucket sink is held to on a bad line: its store is real, the way there isn't to be trusted. */
@NullMarked
package dev.perigee.test.line;

import org.jspecify.annotations.NullMarked;
