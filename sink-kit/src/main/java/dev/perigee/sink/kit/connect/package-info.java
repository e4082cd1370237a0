/** How a server is reached, and why it was not. */
@NullMarked
package dev.perigee.sink.kit.connect;

import org.jspecify.annotations.NullMarked;
