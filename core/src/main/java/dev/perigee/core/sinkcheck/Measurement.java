package dev.perigee.core.sinkcheck;

import java.time.Duration;

/**
 * How fast a sink is from here, and how far its clock is off.
 *
 * @param bytes how many bytes went up and down for it
 * @param putTook how long they took up
 * @param getTook how long they took down
 * @param latency the time of a small put, the middle one of five
 * @param clockSkew the store's clock less ours, by the time it gave a small object; most stores tell whole seconds
 */
public record Measurement(long bytes, Duration putTook, Duration getTook, Duration latency, Duration clockSkew) {}
