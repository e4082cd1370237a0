/** What a time means where histories were recorded: which revision of which of them, or why nobody can tell. */
@NullMarked
package dev.perigee.core.history.moment;

import org.jspecify.annotations.NullMarked;
