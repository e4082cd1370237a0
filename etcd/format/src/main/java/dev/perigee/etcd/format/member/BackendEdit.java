package dev.perigee.etcd.format.member;

import java.nio.charset.StandardCharsets;

/** One change that a restore makes to the database, and why. Data: nothing happens until the plan is applied. */
public sealed interface BackendEdit {

    /**
     * Why it is made.
     *
     * @return a clause, without a full stop
     */
    String why();

    /**
     * What is changed, and into what.
     *
     * @return for example {@code set meta/term to 1}
     */
    String what();

    /**
     * A bucket is emptied, and made if it isn't there.
     *
     * @param bucket its name
     * @param why the reason
     */
    record Empty(String bucket, String why) implements BackendEdit {

        @Override
        public String what() {
            return "empty " + bucket;
        }
    }

    /**
     * An entry is set.
     *
     * @param bucket the bucket's name
     * @param key its key, ASCII
     * @param value its bytes
     * @param shown the value as a person reads it
     * @param why the reason
     */
    record Set(String bucket, String key, byte[] value, String shown, String why) implements BackendEdit {

        static Set text(String bucket, String key, String value, String why) {
            return new Set(bucket, key, value.getBytes(StandardCharsets.UTF_8), value, why);
        }

        @Override
        public String what() {
            return "set " + bucket + "/" + key + " to " + shown;
        }
    }

    /**
     * An entry is removed.
     *
     * @param bucket the bucket's name
     * @param key its key, ASCII
     * @param why the reason
     */
    record Remove(String bucket, String key, String why) implements BackendEdit {

        @Override
        public String what() {
            return "remove " + bucket + "/" + key;
        }
    }

    /**
     * A row with a revision far ahead is added to the key bucket, so that the store's revision jumps there.
     *
     * @param revision the revision's main part
     * @param why the reason
     */
    record Bump(long revision, String why) implements BackendEdit {

        @Override
        public String what() {
            return "raise the revision to " + revision;
        }
    }
}
