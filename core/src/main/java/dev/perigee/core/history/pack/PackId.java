package dev.perigee.core.history.pack;

import java.util.Comparator;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of a pack: {@code <first>-<last>-<8 hex digits>}. Ordered by the numbers, then by the digits.
 *
 * @param first the first revision in it, from 2 up: etcd's first write makes that
 * @param last the last one
 * @param nonce random bits that keep apart two packs of the same revisions
 */
public record PackId(long first, long last, int nonce) implements Comparable<PackId> {

    private static final Pattern SHAPE = Pattern.compile("([0-9]{1,19})-([0-9]{1,19})-([0-9a-f]{8})");
    private static final Comparator<PackId> ORDER = Comparator.comparingLong(PackId::first)
            .thenComparingLong(PackId::last)
            .thenComparing(PackId::nonce, Integer::compareUnsigned);

    /** Refuses what is no stretch of revisions. */
    public PackId {
        if (first < 2 || last < first || last == Long.MAX_VALUE) {
            throw new IllegalArgumentException("no pack holds the revisions " + first + " to " + last);
        }
    }

    /**
     * Reads a name, strictly: only what {@link #toString()} would write.
     *
     * @param text any string
     * @return empty if it is no pack's name
     */
    public static Optional<PackId> parse(String text) {
        Matcher matcher = SHAPE.matcher(text);
        return matcher.matches() ? ofParts(matcher).filter(id -> id.toString().equals(text)) : Optional.empty();
    }

    private static Optional<PackId> ofParts(Matcher matcher) {
        try {
            return Optional.of(new PackId(
                    Long.parseLong(matcher.group(1)),
                    Long.parseLong(matcher.group(2)),
                    HexFormat.fromHexDigits(matcher.group(3))));
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // the right shape, but not ours
        }
    }

    /**
     * Whether a revision lies in it.
     *
     * @param revision any
     * @return true from the first to the last
     */
    public boolean holds(long revision) {
        return first <= revision && revision <= last;
    }

    @Override
    public int compareTo(PackId other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return first + "-" + last + "-" + HexFormat.of().toHexDigits(nonce);
    }
}
