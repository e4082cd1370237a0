package dev.perigee.core.keys;

/**
 * A lease and how long it has to live.
 *
 * @param id its id, 64 unsigned bits
 * @param grantedSeconds the time to live it was granted with
 * @param remainingSeconds what was left of it when the keys were read
 */
public record LeaseTime(long id, long grantedSeconds, long remainingSeconds) {}
