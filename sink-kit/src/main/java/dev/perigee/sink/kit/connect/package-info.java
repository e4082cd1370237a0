/** How a server is reached. */
@NullMarked
package dev.perigee.sink.kit.connect;

import org.jspecify.annotations.NullMarked;
