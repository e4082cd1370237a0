package dev.perigee.core.encoding;

import com.exceptionfactory.jagged.RecipientStanzaWriter;
import com.exceptionfactory.jagged.framework.stream.StandardDecryptingChannelFactory;
import com.exceptionfactory.jagged.framework.stream.StandardEncryptingChannelFactory;
import dev.perigee.core.words.FailureWords;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Files of age-encryption.org/v1, for recipients of X25519.
 *
 * @param recipients who can read what is encoded
 * @param identities what opens what is decoded
 */
record Age(List<AgeRecipient> recipients, Identities identities) implements Encoding {

    static final String NAME = "age";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public OutputStream encode(OutputStream out) throws IOException {
        List<RecipientStanzaWriter> writers = new ArrayList<>();
        for (AgeRecipient recipient : recipients) {
            writers.add(recipient.writer());
        }
        try {
            return Channels.newOutputStream(
                    new StandardEncryptingChannelFactory().newEncryptingChannel(Channels.newChannel(out), writers));
        } catch (GeneralSecurityException e) {
            throw new IOException("age can't encrypt: " + FailureWords.of(e), e);
        }
    }

    @Override
    public InputStream decode(InputStream in) throws IOException {
        try {
            return Channels.newInputStream(new StandardDecryptingChannelFactory()
                    .newDecryptingChannel(Channels.newChannel(new AgeHeader(in).bounded()), identities.readers()));
        } catch (GeneralSecurityException e) {
            throw new NoIdentityException(String.join(
                    "; ",
                    Stream.concat(Stream.of("no identity at hand opens it"), identities.faults().stream())
                            .toList()));
        }
    }
}
