/** The storage sink SPI: a place that keeps whole objects by key. */
@NullMarked
package dev.perigee.api;

import org.jspecify.annotations.NullMarked;
