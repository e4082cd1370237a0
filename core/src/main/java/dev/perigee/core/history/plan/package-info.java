/** Of which backup, and of which packs behind it, the store at a revision can be made. */
@NullMarked
package dev.perigee.core.history.plan;

import org.jspecify.annotations.NullMarked;
