package dev.perigee.core.signing;

import java.io.IOException;

/** Whatever signs: a key that was read, or somebody who holds one. */
interface SigningHand {

    /** Who verifies what it signs. */
    SshKey publicKey();

    /** The 64 bytes of Ed25519. */
    byte[] sign(byte[] message) throws IOException;
}
