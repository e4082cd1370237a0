package dev.perigee.etcd.client;

import dev.perigee.api.Secret;

/**
 * A user of etcd's own auth.
 *
 * @param user the name; a snapshot needs the root role
 * @param password its password
 */
public record Credentials(String user, Password password) {

    /**
     * A user whose password is known.
     *
     * @param user the name
     * @param password the password
     */
    public Credentials(String user, Secret password) {
        this(user, Password.of(password));
    }
}
