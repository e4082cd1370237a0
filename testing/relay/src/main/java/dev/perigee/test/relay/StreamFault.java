package dev.perigee.test.relay;

/** What becomes of a snapshot stream. Offsets and lengths count the stream's bytes, the digest among them. */
public sealed interface StreamFault {

    /** Nothing. */
    record None() implements StreamFault {}

    /**
     * It ends early, with an OK status.
     *
     * @param afterBytes how many bytes arrive
     */
    record Cut(long afterBytes) implements StreamFault {}

    /**
     * It ends early, with status UNAVAILABLE.
     *
     * @param afterBytes how many bytes arrive at least
     */
    record Break(long afterBytes) implements StreamFault {}

    /**
     * It stands still, and stays open.
     *
     * @param afterBytes how many bytes arrive at least
     */
    record Stall(long afterBytes) implements StreamFault {}

    /**
     * Nothing but empty messages follows, without end.
     *
     * @param afterBytes how many bytes arrive at least
     */
    record EmptyForever(long afterBytes) implements StreamFault {}

    /**
     * It never ends: blob after blob follows, whatever was announced.
     *
     * @param afterBytes how many bytes arrive at least, before
     */
    record Endless(long afterBytes) implements StreamFault {}

    /**
     * One byte follows now and then.
     *
     * @param afterBytes how many bytes arrive at least, before
     * @param pauseMillis how long after each of them nothing comes
     */
    record Drip(long afterBytes, long pauseMillis) implements StreamFault {}

    /**
     * Every message says that so many bytes are still to come.
     *
     * @param bytes how many
     */
    record Announcing(long bytes) implements StreamFault {}

    /** The last 32 bytes aren't the digest. */
    record WrongDigest() implements StreamFault {}

    /**
     * One byte of the database is inverted.
     *
     * @param offset which one
     * @param fittingDigest whether the digest is made to fit, as if the member's own file were damaged
     */
    record FlippedByte(long offset, boolean fittingDigest) implements StreamFault {}
}
