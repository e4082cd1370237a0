package dev.perigee.core.retention;

import java.time.Instant;

/**
 * A backup, as far as retention cares.
 *
 * @param id what tells it from the others; not interpreted, only compared between backups of the same time
 * @param time when it was taken
 * @param proven whether its snapshot was checked and found good
 */
public record Candidate(String id, Instant time, boolean proven) {}
