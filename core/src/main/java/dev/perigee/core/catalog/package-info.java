/** Knows which backups a sink holds. */
@NullMarked
package dev.perigee.core.catalog;

import org.jspecify.annotations.NullMarked;
