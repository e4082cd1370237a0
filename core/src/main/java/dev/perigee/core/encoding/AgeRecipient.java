package dev.perigee.core.encoding;

import com.exceptionfactory.jagged.RecipientStanzaWriter;
import com.exceptionfactory.jagged.x25519.X25519RecipientStanzaWriterFactory;
import java.io.IOException;
import java.security.GeneralSecurityException;

/**
 * Who can read what is encrypted: the public half of an identity.
 *
 * @param text as {@code age-keygen} prints it, {@code age1…}; no secret
 */
public record AgeRecipient(String text) {

    private static final String X25519 = "age1";

    /**
     * Reads a recipient.
     *
     * @param text from the configuration, without blanks
     * @return the recipient
     * @throws IllegalArgumentException if it is none that we can encrypt for; the message says which kind it is
     */
    public static AgeRecipient parse(String text) {
        refuseOtherKinds(text);
        AgeRecipient recipient = new AgeRecipient(text);
        try {
            recipient.writer();
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "'" + shown(text) + "' is no recipient of age: a letter is wrong or missing", e);
        }
        return recipient;
    }

    private static void refuseOtherKinds(String text) {
        if (text.startsWith("AGE-")) {
            throw new IllegalArgumentException(
                    "holds an identity, which is secret, where a recipient belongs: 'age-keygen -y FILE' prints it");
        }
        if (text.startsWith("age1pq1")) {
            throw new IllegalArgumentException("'" + shown(text)
                    + "' is a post-quantum recipient, which this release can't encrypt for; take one of 'age-keygen'");
        }
        if (text.startsWith("ssh-")) {
            throw new IllegalArgumentException("'" + shown(text)
                    + "' is an SSH key, which this release can't encrypt for; take one of 'age-keygen'");
        }
        if (!text.startsWith(X25519)) {
            throw new IllegalArgumentException("'" + shown(text) + "' is no recipient of age, which starts with age1");
        }
        int separator = text.lastIndexOf('1');
        if (separator >= X25519.length()) {
            throw new IllegalArgumentException(
                    "'" + shown(text) + "' is a recipient of the plugin " + text.substring(X25519.length(), separator)
                            + ", and plugins can't be used; take one of 'age-keygen'");
        }
    }

    private static String shown(String text) {
        return text.length() > 80 ? text.substring(0, 79) + "…" : text;
    }

    RecipientStanzaWriter writer() throws IOException {
        try {
            return X25519RecipientStanzaWriterFactory.newRecipientStanzaWriter(text);
        } catch (GeneralSecurityException | RuntimeException e) {
            throw new IOException("'" + shown(text) + "' is no recipient of age", e);
        }
    }

    @Override
    public String toString() {
        return text;
    }
}
