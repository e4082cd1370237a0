package dev.perigee.core.catalog;

import dev.perigee.api.Sha256;

/** What came of reading a manifest. */
sealed interface Reading {

    /** Nobody has read it yet. */
    record Unread() implements Reading {}

    /** It was listed, and isn't there any more. */
    record Gone() implements Reading {}

    /** It can't be read. */
    record Failed(UnreadableManifest failure) implements Reading {}

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
