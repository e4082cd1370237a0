package dev.perigee.etcd.client;

/**
 * Something a transaction asks about one key before it does anything.
 *
 * @param key the key
 * @param subject what of it is compared
 * @param comparison how
 * @param number what it is compared with
 */
public record KeyCondition(Bytes key, Subject subject, Comparison comparison, long number) {

    /** What of a key is compared. Each is 0 for a key that isn't there. */
    public enum Subject {
        /** How often it was put since it was created. */
        VERSION,
        /** The revision that created it. */
        CREATE_REVISION,
        /** The revision that last changed it. */
        MOD_REVISION
    }

    /** How it is compared. */
    public enum Comparison {
        /** Equal to the number. */
        EQUAL,
        /** Greater than the number. */
        GREATER,
        /** Less than the number. */
        LESS,
        /** Other than the number. */
        NOT_EQUAL
    }

    /**
     * Whether a key isn't there.
     *
     * @param key the key
     * @return true for an absent key
     */
    public static KeyCondition absent(Bytes key) {
        return new KeyCondition(key, Subject.CREATE_REVISION, Comparison.EQUAL, 0);
    }

    /**
     * Whether a key hasn't changed.
     *
     * @param key the key
     * @param modRevision as it was read
     * @return true if nobody put it since
     */
    public static KeyCondition unchanged(Bytes key, long modRevision) {
        return new KeyCondition(key, Subject.MOD_REVISION, Comparison.EQUAL, modRevision);
    }
}
