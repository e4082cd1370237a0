/** How the engine logs. */
@NullMarked
package dev.perigee.core.logging;

import org.jspecify.annotations.NullMarked;
