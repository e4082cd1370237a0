/** Tells systemd how the daemon fares, by its notification protocol: sd_notify(3). */
@NullMarked
package dev.perigee.daemon.systemd;

import org.jspecify.annotations.NullMarked;
