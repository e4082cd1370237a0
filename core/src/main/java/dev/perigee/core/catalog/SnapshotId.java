package dev.perigee.core.catalog;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.Optional;

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

    private static final int RANDOM_BITS = 22;
    private static final int MILLISECONDS = 1000;

    /** Where the parts lie. */
    private static final int T_AT = 8;

    private static final int Z_AT = 15;
    private static final int REVISION_AT = 17;
    private static final int NONCE_LENGTH = 8;

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
        return hasShape(text) ? ofParts(text).filter(id -> id.toString().equals(text)) : Optional.empty();
    }

    /** By hand, for a listing asks it of each object: whether the signs between the parts are there. */
    private static boolean hasShape(String text) {
        int nonceAt = text.length() - NONCE_LENGTH;
        return nonceAt - 1 > REVISION_AT
                && text.charAt(T_AT) == 'T'
                && text.charAt(Z_AT) == 'Z'
                && text.charAt(REVISION_AT - 1) == '-'
                && text.charAt(nonceAt - 1) == '-';
    }

    private static Optional<BackupId> ofParts(String text) {
        int nonceAt = text.length() - NONCE_LENGTH;
        try {
            LocalDateTime time = LocalDateTime.of(
                    number(text, 0, 4),
                    number(text, 4, 6),
                    number(text, 6, T_AT),
                    number(text, 9, 11),
                    number(text, 11, 13),
                    number(text, 13, Z_AT));
            long revision = Long.parseLong(text, REVISION_AT, nonceAt - 1, 10);
            int nonce = HexFormat.fromHexDigits(text, nonceAt, text.length());
            return revision < 0
                    ? Optional.empty()
                    : Optional.of(new SnapshotId(time.toInstant(ZoneOffset.UTC), revision, nonce));
        } catch (DateTimeException | NumberFormatException e) {
            return Optional.empty(); // a thirteenth month or a revision beyond 2^63: the right shape, but not ours
        }
    }

    private static int number(String text, int from, int to) {
        return Integer.parseInt(text, from, to, 10);
    }

    /**
     * The end of the millisecond that the nonce begins with; of the second, where it begins with none, as a stranger's may. Its first byte
     * arrived before that, and what it holds was there before the first byte.
     */
    @Override
    public Instant until() {
        int millisecond = nonce >>> RANDOM_BITS;
        return millisecond < MILLISECONDS ? time.plusMillis(millisecond + 1) : time.plusSeconds(1);
    }

    @Override
    public LocalDateTime calendar() {
        return LocalDateTime.ofInstant(time, ZoneOffset.UTC);
    }

    @Override
    public int compareTo(BackupId other) {
        return other instanceof SnapshotId snapshot ? compareParts(snapshot) : BackupId.byTime(this, other);
    }

    private int compareParts(SnapshotId other) {
        int times = time.compareTo(other.time);
        int revisions = Long.compare(revision, other.revision);
        return times != 0 ? times : revisions != 0 ? revisions : Integer.compareUnsigned(nonce, other.nonce);
    }

    @Override
    public String toString() {
        LocalDateTime date = calendar();
        StringBuilder text = new StringBuilder();
        padded(text, date.getYear(), 4);
        padded(text, date.getMonthValue(), 2);
        padded(text, date.getDayOfMonth(), 2);
        text.append('T');
        padded(text, date.getHour(), 2);
        padded(text, date.getMinute(), 2);
        padded(text, date.getSecond(), 2);
        return text.append("Z-")
                .append(revision)
                .append('-')
                .append(HexFormat.of().toHexDigits(nonce))
                .toString();
    }

    private static void padded(StringBuilder text, int number, int width) {
        String digits = Integer.toString(number);
        text.repeat('0', Math.max(0, width - digits.length())).append(digits);
    }
}
