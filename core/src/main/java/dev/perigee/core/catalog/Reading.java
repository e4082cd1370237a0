package dev.perigee.core.catalog;

import dev.perigee.api.Sha256;
import java.util.Optional;

/** What came of reading a manifest. */
sealed interface Reading {

    /** Nobody has read it yet. */
    record Unread() implements Reading {}

    /** It was listed, and isn't there any more. */
    record Gone() implements Reading {}

    /**
     * It can't be read.
     *
     * @param failure why
     * @param bytes as they are stored; empty if they couldn't be had. Nobody changes them
     */
    @SuppressWarnings("ArrayRecordComponent") // compared with nothing
    record Failed(UnreadableManifest failure, Optional<byte[]> bytes) implements Reading {
        Failed(UnreadableManifest failure) {
            this(failure, Optional.empty());
        }
    }

    /**
     * It can.
     *
     * @param manifest what it says
     * @param digest as {@link StoredManifest} has it
     * @param bytes as they are stored; nobody changes them
     */
    @SuppressWarnings("ArrayRecordComponent") // compared with nothing
    record Read(Manifest manifest, Sha256 digest, byte[] bytes) implements Reading {}
}
