package dev.perigee.api;

/**
 * The name of an object: segments of {@code [A-Za-z0-9._=+-]} that don't start with a dot, of at most 255 bytes each,
 * joined by {@code /}, at most 900 bytes in all. What every store takes, every file system takes and no shell misreads; validated once, here, so that
 * sinks never see a raw string.
 *
 * <p>Ordered by ASCII, the whole key at once: {@code a-b/x} comes before {@code a/x}.
 *
 * @param value the key as a string
 */
public record ObjectKey(String value) implements Comparable<ObjectKey> {

    /** The longest key, in bytes (which are its characters). */
    public static final int MAX_BYTES = 900;

    /** The longest segment, in bytes: the longest file name, which some object stores keep to as well. */
    public static final int MAX_SEGMENT_BYTES = 255;

    private static final String SIGNS = "_=+-";

    /** Refuses everything the class comment doesn't allow. */
    public ObjectKey {
        if (value.length() > MAX_BYTES) {
            throw new IllegalArgumentException(
                    "an object key has at most " + MAX_BYTES + " bytes, this one has " + value.length());
        }
        if (!hasSegments(value)) {
            throw new IllegalArgumentException("'" + value
                    + "' is no object key: it takes segments of A-Z a-z 0-9 . _ = + - that don't start with a dot,"
                    + " of at most " + MAX_SEGMENT_BYTES + " bytes each, joined by '/'");
        }
    }

    /**
     * A key from its string.
     *
     * @param value the string
     * @return the key
     * @throws IllegalArgumentException if it isn't one, saying what is allowed
     */
    public static ObjectKey of(String value) {
        return new ObjectKey(value);
    }

    /**
     * Whether a string would make a key. Listings use it to pass over what others have put in the same place.
     *
     * @param value any string
     * @return whether {@link #of} would take it
     */
    public static boolean isValid(String value) {
        return value.length() <= MAX_BYTES && hasSegments(value);
    }

    /** By hand: a listing asks it of each object, mostly before anything is compiled, where an expression is ten times slower. */
    private static boolean hasSegments(String value) {
        int start = 0;
        for (int at = 0; at < value.length(); at++) {
            char next = value.charAt(at);
            if (next == '/') {
                if (at == start) {
                    return false;
                }
                start = at + 1;
            } else if (at - start == MAX_SEGMENT_BYTES || !isAllowed(next, at == start)) {
                return false;
            }
        }
        return start < value.length();
    }

    private static boolean isAllowed(char next, boolean first) {
        return next >= 'a' && next <= 'z'
                || next >= '0' && next <= '9'
                || next >= 'A' && next <= 'Z'
                || next == '.' && !first
                || SIGNS.indexOf(next) >= 0;
    }

    @Override
    public int compareTo(ObjectKey other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
