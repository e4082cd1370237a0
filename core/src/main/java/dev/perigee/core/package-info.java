/** The verbs, one class with one public method each. */
@NullMarked
package dev.perigee.core;

import org.jspecify.annotations.NullMarked;
