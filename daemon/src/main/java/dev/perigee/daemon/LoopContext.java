package dev.perigee.daemon;

import dev.perigee.daemon.event.Announcements;
import java.time.InstantSource;

/**
 * What all loops stand on.
 *
 * @param clock what time it is
 * @param alarm is rung when there may be something to do
 * @param announcements is told of what happens
 * @param fleet whose the jobs are
 */
record LoopContext(InstantSource clock, Alarm alarm, Announcements announcements, Fleet fleet) {}
