/** Says in our words why an HTTP server couldn't be asked. */
@NullMarked
package dev.perigee.daemon.unreached;

import org.jspecify.annotations.NullMarked;
