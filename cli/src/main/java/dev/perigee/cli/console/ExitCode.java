package dev.perigee.cli.console;

import java.util.Arrays;

/**
 * How a command ended. Up to 9 and at 128 these are etcdctl's numbers with etcdctl's meanings; from 10 they are ours.
 * {@code docs/exit-codes.md} is the user's copy, and a test holds the two equal.
 */
public enum ExitCode {
    /** Done, wholly. */
    OK(0, "Done."),
    /** None of the others. */
    ERROR(1, "Something else went wrong; the message says what."),
    /** No member or store answered, or the line broke. */
    CONNECTION(2, "No etcd member, or no store, could be reached, or the connection broke."),
    /** The input makes no sense to us. */
    BAD_INPUT(3, "The input can't be used: a key, a revision, a record."),
    /** We can't do that. */
    FEATURE(4, "Not supported, such as an unknown output format."),
    /** Ctrl-C, or a termination signal. */
    INTERRUPTED(5, "Interrupted before it was done."),
    /** A local read or write failed. */
    IO(6, "A local file could not be read or written."),
    /** The bytes are not what they should be. */
    DAMAGED(10, "The snapshot is damaged, or isn't what its digest or manifest says. Nothing was kept or changed."),
    /** Some places did, some didn't. */
    PARTIAL(
            11,
            "Part of it is done: at least one sink or job failed, at least one did not. Or what is done may be wrong:"
                    + " an alarm CORRUPT names the only member that would do, or the members' HashKV differ."),
    /** There is no such thing. */
    NOT_FOUND(12, "There is no such backup, file, sink or job."),
    /** Somebody says no. */
    DENIED(13, "Permission denied, by etcd, by a store or by the file system."),
    /** Full. */
    NO_SPACE(14, "No space left, on a disk or in a store."),
    /** The configuration can't be used. */
    BAD_CONFIGURATION(
            15,
            "The configuration can't be used, or what it names isn't there or isn't right; every error in it is"
                    + " named."),
    /** We could, and don't. */
    REFUSED(
            16,
            "Refused, to keep data safe; the message says what it takes: a flag, an identity, a newer release, or that"
                    + " a hold ends."),
    /** The newest backup is older than asked for. */
    OVERDUE(
            17,
            "The newest whole backup, in a sink that should have it, is older than --max-age or its job's schedule"
                    + " allows, or there is none; or a history is late."),
    /** The command line can't be understood. */
    BAD_ARGUMENTS(128, "The command line can't be understood.");

    private final int number;
    private final String meaning;

    ExitCode(int number, String meaning) {
        this.number = number;
        this.meaning = meaning;
    }

    /**
     * What the shell sees.
     *
     * @return 0 to 255
     */
    public int number() {
        return number;
    }

    /**
     * What it tells the user.
     *
     * @return one or two sentences
     */
    public String meaning() {
        return meaning;
    }

    /**
     * The code behind a number.
     *
     * @param number 0 to 255
     * @return its code, {@link #ERROR} for a number that has none
     */
    public static ExitCode of(int number) {
        return Arrays.stream(values())
                .filter(code -> code.number == number)
                .findFirst()
                .orElse(ERROR);
    }
}
