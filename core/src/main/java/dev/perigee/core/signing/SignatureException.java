package dev.perigee.core.signing;

import java.io.IOException;

/** A key, a signature or a list of signers that can't be used. The message is a clause, and never holds what is secret. */
public final class SignatureException extends IOException {

    private static final long serialVersionUID = 1L;

    SignatureException(String message) {
        super(message);
    }
}
