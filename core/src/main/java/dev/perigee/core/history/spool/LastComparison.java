package dev.perigee.core.history.spool;

import dev.perigee.core.catalog.BackupId;
import java.time.Instant;
import java.util.Optional;

/**
 * What came of the last comparison of a timeline with what a member said.
 *
 * @param timeline which
 * @param at when it was looked at
 * @param doubted the compact revision of the seal that wasn't what the sinks hold; empty if none is
 */
public record LastComparison(BackupId timeline, Instant at, Optional<Long> doubted) {}
