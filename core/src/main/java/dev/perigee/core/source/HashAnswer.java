package dev.perigee.core.source;

/**
 * What came of asking one endpoint for its HashKV.
 *
 * @param memberId the member, unsigned; 0 if it didn't answer at all
 * @param name its name, or its endpoint
 * @param version its etcd version; empty if it didn't answer at all
 * @param said its hash, or why there is none
 */
record HashAnswer(long memberId, String name, String version, Said said) {

    /** Its hash, or why there is none. */
    sealed interface Said {}

    /**
     * It answered.
     *
     * @param hash of the revision asked for
     * @param compacted the compact revision that the hash holds for
     */
    record Hashed(long hash, long compacted) implements Said {}

    /**
     * It didn't.
     *
     * @param reason a sentence
     * @param mayPass whether it may know the answer a moment later
     */
    record Silent(String reason, boolean mayPass) implements Said {}
}
