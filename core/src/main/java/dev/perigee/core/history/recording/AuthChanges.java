package dev.perigee.core.history.recording;

import dev.perigee.etcd.client.EtcdConnection;
import dev.perigee.etcd.client.EtcdException;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;

/**
 * Notices that users, roles or their rights have changed: they have a revision of their own, and no watch tells of them. etcd before 3.5
 * doesn't tell it. Used by one thread.
 */
final class AuthChanges {

    /** Each question goes through raft. */
    private static final Duration LEAST = Duration.ofSeconds(10);

    private final EtcdConnection member;
    private final Duration every;
    private Instant asked;
    private boolean silent;

    /**
     * A look at one member.
     *
     * @param every how often it is asked, if that is less than every ten seconds
     * @param now the time; it is asked first when so much has gone by
     */
    AuthChanges(EtcdConnection member, Duration every, Instant now) {
        this.member = member;
        this.every = every.compareTo(LEAST) < 0 ? LEAST : every;
        this.asked = now;
    }

    /** The revision of users and roles; empty if it isn't time to ask, or this member doesn't tell. */
    OptionalLong look(Instant now) {
        Duration since = Duration.between(asked, now);
        if (silent || (since.compareTo(every) < 0 && !since.isNegative())) {
            return OptionalLong.empty();
        }
        asked = now;
        return revision();
    }

    /** Asks at once. */
    OptionalLong revision() {
        try {
            long revision = member.api().auth().status().value().revision();
            silent = revision <= 0;
            return silent ? OptionalLong.empty() : OptionalLong.of(revision);
        } catch (EtcdException e) {
            silent = !e.kind().retryable();
            return OptionalLong.empty();
        }
    }
}
