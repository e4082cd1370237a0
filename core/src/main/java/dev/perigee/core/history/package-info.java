/**
 * The history of a cluster between its backups, for whoever asks: how it is to be recorded, which moments of it can be restored, where it
 * has gaps, and whether its packs are good.
 *
 * <p>A {@code moment} is what a time means, a {@code plan} of what a revision can be made, a {@code point} what is made then. They go by
 * {@code kinship}, which of all that lies under a name is of one store, and by what {@code archive} reads: {@code pack}s.
 * {@code recording} writes these, {@code spool} keeps them on their way, {@code joining} makes few of many, {@code thinning} lets go what
 * is too old, and {@code standing} tells how far all of that has come.
 */
@NullMarked
package dev.perigee.core.history;

import org.jspecify.annotations.NullMarked;
