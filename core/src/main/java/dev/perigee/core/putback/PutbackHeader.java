package dev.perigee.core.putback;

import java.time.Instant;

/**
 * What a plan was made of.
 *
 * @param clusterId the cluster that keys are put back into, 64 unsigned bits
 * @param revision the cluster's, as the plan saw it
 * @param sourceRevision the revision of the state that keys come from
 * @param time when the plan was made
 */
public record PutbackHeader(long clusterId, long revision, long sourceRevision, Instant time) {}
