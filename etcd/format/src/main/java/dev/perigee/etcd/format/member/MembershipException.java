package dev.perigee.etcd.format.member;

/** A description of a cluster that etcd wouldn't start from. The message names the flag and says what to write instead. */
public final class MembershipException extends Exception {

    private static final long serialVersionUID = 1L;

    /**
     * A refusal.
     *
     * @param message whole sentences for the person who typed the flag
     */
    public MembershipException(String message) {
        super(message);
    }
}
