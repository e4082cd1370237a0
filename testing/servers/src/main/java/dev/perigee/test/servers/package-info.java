/** Starts the real servers that tests run against. */
@NullMarked
package dev.perigee.test.servers;

import org.jspecify.annotations.NullMarked;
