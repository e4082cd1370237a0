package dev.perigee.core.catalog;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of a backup that has a manifest: {@code <yyyyMMdd'T'HHmmss'Z'>-<revision>-<8 hex digits>}, as in
 * {@code 20261123T060000Z-48213-9f3a01bc}. Ordered by time, then revision, then nonce: by the parsed parts, because as
 * strings revision 9 would come after revision 10.
 *
 * @param time when the first byte of the snapshot arrived, in whole seconds of UTC, years 0000 to 9999
 * @param revision the store's revision, from 0 up
 * @param nonce keeps apart two backups of the same second, and in the order in which they were taken
 */
public record SnapshotId(Instant time, long revision, int nonce) implements BackupId {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withResolverStyle(ResolverStyle.STRICT);
    private static final int RANDOM_BITS = 22;
    private static final Pattern SHAPE = Pattern.compile("([0-9]{8}T[0-9]{6}Z)-([0-9]{1,19})-([0-9a-f]{8})");
    private static final Comparator<SnapshotId> ORDER = Comparator.comparing(SnapshotId::time)
            .thenComparingLong(SnapshotId::revision)
            .thenComparing(SnapshotId::nonce, Integer::compareUnsigned);

    /** Cuts the time to whole seconds; refuses a negative revision. */
    public SnapshotId {
        time = time.truncatedTo(ChronoUnit.SECONDS);
        if (revision < 0) {
            throw new IllegalArgumentException("a revision can't be " + revision);
        }
    }

    /**
     * Names a new backup. The nonce begins with the millisecond, ten bits of it: of two backups within one second the
     * later one is the newest, so a policy that keeps one keeps that.
     *
     * @param time when the first byte of the snapshot arrived
     * @param revision the store's revision, from 0 up
     * @param random of these bits, 22 are taken
     */
    public static SnapshotId taken(Instant time, long revision, int random) {
        int millisecond = time.get(ChronoField.MILLI_OF_SECOND);
        return new SnapshotId(time, revision, millisecond << RANDOM_BITS | random >>> Integer.SIZE - RANDOM_BITS);
    }

    /**
     * Reads an id, strictly: only what {@link #toString()} would write.
     *
     * @param text any string
     * @return empty if it is no backup id
     */
    public static Optional<BackupId> parse(String text) {
        Matcher matcher = SHAPE.matcher(text);
        return matcher.matches() ? ofParts(matcher).filter(id -> id.toString().equals(text)) : Optional.empty();
    }

    private static Optional<BackupId> ofParts(Matcher matcher) {
        try {
            Instant time = LocalDateTime.parse(matcher.group(1), TIME).toInstant(ZoneOffset.UTC);
            int nonce = HexFormat.fromHexDigits(matcher.group(3));
            return Optional.of(new SnapshotId(time, Long.parseLong(matcher.group(2)), nonce));
        } catch (DateTimeException | NumberFormatException e) {
            return Optional.empty(); // a thirteenth month or a revision beyond 2^63: the right shape, but not ours
        }
    }

    @Override
    public Instant until() {
        return time;
    }

    @Override
    public LocalDateTime calendar() {
        return LocalDateTime.ofInstant(time, ZoneOffset.UTC);
    }

    @Override
    public int compareTo(BackupId other) {
        return other instanceof SnapshotId snapshot ? ORDER.compare(this, snapshot) : BackupId.byTime(this, other);
    }

    @Override
    public String toString() {
        return TIME.format(time.atOffset(ZoneOffset.UTC)) + "-" + revision + "-"
                + HexFormat.of().toHexDigits(nonce);
    }
}
