package dev.perigee.etcd.format.member;

import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A line of etcd releases: what the files know of a version.
 *
 * @param major from 0 up
 * @param minor from 0 up
 */
public record EtcdMinor(int major, int minor) implements Comparable<EtcdMinor> {

    /** The first line whose servers keep their version in the files, and look at it. */
    public static final EtcdMinor V3_6 = new EtcdMinor(3, 6);

    /** The oldest line that a restore is known to serve. */
    public static final EtcdMinor OLDEST = new EtcdMinor(3, 4);

    /** The newest line that a restore is known to serve. */
    public static final EtcdMinor NEWEST = new EtcdMinor(3, 7);

    private static final Pattern FORM = Pattern.compile("v?(\\d{1,4})\\.(\\d{1,4})(\\.\\d{1,6})?([-+].*)?");

    private static final Comparator<EtcdMinor> ORDER =
            Comparator.comparingInt(EtcdMinor::major).thenComparingInt(EtcdMinor::minor);

    /**
     * Reads a version; what comes behind the minor number doesn't matter.
     *
     * @param text {@code 3.6}, {@code 3.6.0} or {@code v3.6.16}
     * @return empty if it is no version
     */
    public static Optional<EtcdMinor> parse(String text) {
        Matcher matcher = FORM.matcher(text.strip());
        return matcher.matches()
                ? Optional.of(new EtcdMinor(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2))))
                : Optional.empty();
    }

    /**
     * Whether a restore is known to serve it.
     *
     * @return true from {@link #OLDEST} to {@link #NEWEST}
     */
    public boolean isKnown() {
        return compareTo(OLDEST) >= 0 && compareTo(NEWEST) <= 0;
    }

    /** As etcd stores it: with the patch number 0. */
    String stored() {
        return this + ".0";
    }

    @Override
    public int compareTo(EtcdMinor other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return major + "." + minor;
    }
}
