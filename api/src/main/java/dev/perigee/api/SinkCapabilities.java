package dev.perigee.api;

import java.util.OptionalLong;

/**
 * What a place can do, as far as its sink knows without asking.
 *
 * @param maxObjectBytes the largest object the store takes, in bytes; empty if there is no such limit
 * @param listIsImmediate whether an object shows in a listing as soon as its put has returned
 * @param holdsObjects whether the store can refuse deletions until a date ({@link PutOptions#retainUntil()})
 */
public record SinkCapabilities(OptionalLong maxObjectBytes, boolean listIsImmediate, boolean holdsObjects) {

    /** No size limit, listings show every put at once, and nothing is ever held. */
    public static final SinkCapabilities PLAIN = new SinkCapabilities(OptionalLong.empty(), true, false);
}
