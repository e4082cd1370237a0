package dev.perigee.core.config;

import dev.perigee.api.Secret;
import java.util.Optional;

/**
 * A user as etcdctl's {@code --user} names it.
 *
 * @param user the name
 * @param password what stands behind the colon; empty if there is none
 */
public record Login(String user, Optional<Secret> password) {

    /**
     * Reads {@code NAME} or {@code NAME:PASSWORD}. Names may have colons themselves: with a password given apart, by flag or
     * by variable, the whole text is the name, as for etcdctl.
     *
     * @param text what was given
     * @param passwordApart whether the password is given elsewhere
     * @return the login
     */
    public static Login parse(String text, boolean passwordApart) {
        int colon = text.indexOf(':');
        return passwordApart || colon < 0
                ? new Login(text, Optional.empty())
                : new Login(text.substring(0, colon), Optional.of(Secret.of(text.substring(colon + 1))));
    }
}
