/**
 * The whole of Perigee for a front end: it opens an {@link dev.perigee.core.engine.Engine} and runs requests, and shows what
 * they come to. Names are resolved here, plans approved, files found, failures put into words.
 */
@NullMarked
package dev.perigee.core.engine;

import org.jspecify.annotations.NullMarked;
