/** Asks a daemon over HTTP, which may be slow, endless, or something else. */
@NullMarked
package dev.perigee.daemon.remote;

import org.jspecify.annotations.NullMarked;
