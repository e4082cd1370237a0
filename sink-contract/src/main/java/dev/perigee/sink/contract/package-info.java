/** The numbered rules of the storage sink SPI, each with a check that finds out whether a sink keeps it. */
@NullMarked
package dev.perigee.sink.contract;

import org.jspecify.annotations.NullMarked;
