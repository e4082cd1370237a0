/** Listings of a store that is not believed: names, order, and that it comes to an end. */
@NullMarked
package dev.perigee.sink.kit.listing;

import org.jspecify.annotations.NullMarked;
