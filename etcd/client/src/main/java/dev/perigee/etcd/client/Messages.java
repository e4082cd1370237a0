package dev.perigee.etcd.client;

/** How long etcd's messages may be, in bytes. What is longer is refused before it is taken in. */
final class Messages {

    /** A status, a list of members or of alarms: a few kilobytes in truth. */
    static final int ANSWER = 4 << 20;

    /** A blob of a snapshot; etcd sends 32 KiB. */
    static final int BLOB = 16 << 20;

    /** A page of keys: what it takes to hold one is a few times that. Whoever reads pages asks for fewer keys then. */
    static final int PAGE = 32 << 20;

    /** What one person asks for at once, by etcdctl's commands, and gets as etcdctl gives it. */
    static final int UNPAGED = Integer.MAX_VALUE;

    private Messages() {}
}
