/**
 * What the daemon answers over HTTP. A request passes the server's limits, the door (host, origin, token), its route and the
 * engine; whatever comes back passes {@link dev.perigee.daemon.page.Veil}, so that no path of this host gets out.
 */
@NullMarked
package dev.perigee.daemon.http;

import org.jspecify.annotations.NullMarked;
