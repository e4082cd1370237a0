package dev.perigee.core.catalog;

import java.util.List;
import java.util.stream.Collectors;

/**
 * What the cluster's members said of a snapshot's revision when it was taken: the HashKV of each, beside the snapshot's own
 * at the same revision and the same compact revision.
 *
 * @param result what it comes to
 * @param voters how many voting members the cluster had, also those that were not asked
 * @param members a row for each endpoint, in the order of the settings
 */
public record Comparison(Result result, int voters, List<Heard> members) {

    /** Copies the members. */
    public Comparison {
        members = List.copyOf(members);
    }

    /** What it comes to. */
    public enum Result {
        /** Every member that could be compared holds what the snapshot holds; at least one. */
        AGREED("agreed"),
        /** A quorum holds what the snapshot holds, a member holds something else. */
        MEMBER_DIFFERS("member-differs"),
        /** A quorum holds the same, and the snapshot something else. */
        SNAPSHOT_DIFFERS("snapshot-differs"),
        /** Some hold what the snapshot holds and some don't, and there is no quorum. */
        SPLIT("split"),
        /** Nobody's answer could be compared. */
        NOT_COMPARED("not-compared");

        private final String word;

        Result(String word) {
            this.word = word;
        }

        /**
         * As manifests and documents have it.
         *
         * @return lower-case
         */
        public String word() {
            return word;
        }
    }

    /** Whether a member holds what the snapshot holds. */
    public enum Verdict {
        /** Its HashKV is the snapshot's. */
        AGREES("agrees"),
        /** Its HashKV is another. */
        DIFFERS("differs"),
        /** It couldn't be compared. */
        NOT_COMPARED("not-compared");

        private final String word;

        Verdict(String word) {
            this.word = word;
        }

        /**
         * As manifests and documents have it.
         *
         * @return lower-case
         */
        public String word() {
            return word;
        }
    }

    /**
     * One member.
     *
     * @param id its id, unsigned; 0 if it didn't say
     * @param name its name, or its endpoint where it has or told none
     * @param version its etcd version; empty if it didn't say
     * @param verdict whether it holds what the snapshot holds
     * @param reason why it couldn't be compared, or what differs; empty if it agrees
     */
    public record Heard(long id, String name, String version, Verdict verdict, String reason) {}

    /**
     * Those with one verdict.
     *
     * @param verdict which
     * @return in order
     */
    public List<Heard> with(Verdict verdict) {
        return members.stream().filter(heard -> heard.verdict() == verdict).toList();
    }

    /**
     * For a column.
     *
     * @return {@code 3 of 3}, and the names of those that differ; {@code not compared}
     */
    public String brief() {
        if (result == Result.NOT_COMPARED) {
            return "not compared";
        }
        String count = with(Verdict.AGREES).size() + " of " + voters;
        List<Heard> others = with(Verdict.DIFFERS);
        return others.isEmpty()
                ? count
                : count + ", not " + others.stream().map(Heard::name).collect(Collectors.joining(", "));
    }
}
