package dev.perigee.etcd.client;

import dev.perigee.api.Secret;
import java.io.IOException;

/** A password, wherever it is kept: it may be changed there at any time. Safe for many threads. */
@FunctionalInterface
public interface Password {

    /**
     * The password as it is now. Asked for at each login.
     *
     * @return the password
     * @throws IOException if it can't be read, with a sentence for a person that has none of it
     */
    Secret read() throws IOException;

    /**
     * One that stays as it is.
     *
     * @param secret the password
     * @return it, as often as it is read
     */
    static Password of(Secret secret) {
        return new Known(secret);
    }

    /**
     * One that stays as it is.
     *
     * @param secret the password
     */
    record Known(Secret secret) implements Password {
        @Override
        public Secret read() {
            return secret;
        }
    }
}
