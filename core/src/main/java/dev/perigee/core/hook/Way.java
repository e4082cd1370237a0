package dev.perigee.core.hook;

import dev.perigee.api.Secret;
import java.util.List;
import java.util.Optional;

/** How somebody is told. */
public sealed interface Way {

    /**
     * By a program, without a shell; it reads JSON from its standard input.
     *
     * @param words the program's absolute path, and its arguments
     */
    record Program(List<String> words) implements Way {

        /** Copies the list. */
        public Program {
            words = List.copyOf(words);
        }
    }

    /**
     * By a POST of JSON.
     *
     * @param url where to, http or https; as good as a password with many receivers
     * @param form what the receiver reads
     * @param key signs what is sent; empty for no signature
     */
    record Webhook(Secret url, Form form, Optional<Secret> key) implements Way {}

    /**
     * By a GET of a URL while all is well: one that fails to come is the alarm.
     *
     * @param url the one of success; {@code /start} and {@code /fail} are added for the others
     */
    record Heartbeat(Secret url) implements Way {}

    /**
     * By a key of the cluster that is backed up, as Gravity does.
     *
     * @param prefix stands before {@code /backup/status/} and the installation's name
     */
    record StatusKey(String prefix) implements Way {}

    /** What a receiver of JSON reads. */
    enum Form {
        /** All there is to know. */
        GENERIC,
        /** One text, for Slack, Mattermost, Rocket.Chat and what else reads their form. */
        SLACK
    }
}
