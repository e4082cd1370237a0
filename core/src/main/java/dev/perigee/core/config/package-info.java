/** Reads HOCON, flags and environment into the rooms' own settings. The only package that sees HOCON. */
@NullMarked
package dev.perigee.core.config;

import org.jspecify.annotations.NullMarked;
