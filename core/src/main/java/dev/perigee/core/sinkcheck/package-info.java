/** Tries a configured sink on its own place: permissions, the contract's rules, speed. */
@NullMarked
package dev.perigee.core.sinkcheck;

import org.jspecify.annotations.NullMarked;
