/** Certificates and keys as the field has them: PEM. For the daemon's server and for who asks it. */
@NullMarked
package dev.perigee.daemon.tls;

import org.jspecify.annotations.NullMarked;
