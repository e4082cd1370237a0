package dev.perigee.api;

import java.util.OptionalLong;

/**
 * What a place can do, as far as its sink knows without asking.
 *
 * @param maxObjectBytes the largest object the store takes, in bytes; empty if there is no such limit
 * @param listIsImmediate whether an object shows in a listing as soon as its put has returned
 * @param holdsObjects whether the store can refuse deletions until a date ({@link PutOptions#retainUntil()},
 *     {@link StorageSink#hold})
 * @param holdsAsRetained whether the settings ask for a hold on each backup for as long as the sink's retention keeps it;
 *     never without {@code holdsObjects}
 */
public record SinkCapabilities(
        OptionalLong maxObjectBytes, boolean listIsImmediate, boolean holdsObjects, boolean holdsAsRetained) {

    /** No size limit, listings show every put at once, and nothing is ever held. */
    public static final SinkCapabilities PLAIN = new SinkCapabilities(OptionalLong.empty(), true, false);

    /** Refuses a wish for holds that the store can't give. */
    public SinkCapabilities {
        if (holdsAsRetained && !holdsObjects) {
            throw new IllegalArgumentException("holdsAsRetained needs holdsObjects");
        }
    }

    /**
     * A place whose settings don't bind holds to the retention.
     *
     * @param maxObjectBytes the largest object the store takes, in bytes; empty if there is no such limit
     * @param listIsImmediate whether an object shows in a listing as soon as its put has returned
     * @param holdsObjects whether the store can refuse deletions until a date
     */
    public SinkCapabilities(OptionalLong maxObjectBytes, boolean listIsImmediate, boolean holdsObjects) {
        this(maxObjectBytes, listIsImmediate, holdsObjects, false);
    }
}
