package dev.perigee.etcd.client;

/**
 * An alarm that a member has raised.
 *
 * @param memberId the member, unsigned; may no longer exist
 * @param type etcd's number: 1 NOSPACE, 2 CORRUPT
 */
public record Alarm(long memberId, int type) {

    /** The space quota is used up: the cluster takes no more writes. */
    public static final int NOSPACE = 1;

    /** The member's data differs from the others'. */
    public static final int CORRUPT = 2;

    /**
     * etcd's name of it.
     *
     * @return {@code NOSPACE}, {@code CORRUPT}, or the number of one that we don't know
     */
    public String name() {
        return switch (type) {
            case NOSPACE -> "NOSPACE";
            case CORRUPT -> "CORRUPT";
            default -> Integer.toString(type);
        };
    }
}
