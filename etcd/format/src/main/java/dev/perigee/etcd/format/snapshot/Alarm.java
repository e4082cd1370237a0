package dev.perigee.etcd.format.snapshot;

/**
 * An alarm that was raised when the snapshot was taken. A restored cluster inherits it.
 *
 * @param memberId who raised it: 64 unsigned bits
 * @param type 1 is NOSPACE, 2 is CORRUPT; others are of versions not known yet
 */
public record Alarm(long memberId, int type) {

    /**
     * The alarm's name as etcdctl prints it.
     *
     * @return NONE, NOSPACE, CORRUPT, or the number
     */
    public String typeName() {
        return switch (type) {
            case 0 -> "NONE";
            case 1 -> "NOSPACE";
            case 2 -> "CORRUPT";
            default -> Integer.toString(type);
        };
    }
}
