/** How it stands, as one page that needs nothing else. Pure. */
@NullMarked
package dev.perigee.daemon.page;

import org.jspecify.annotations.NullMarked;
