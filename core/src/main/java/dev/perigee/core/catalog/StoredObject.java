package dev.perigee.core.catalog;

import static dev.perigee.core.catalog.Manifest.requireWithin;

import dev.perigee.api.ObjectKey;
import dev.perigee.api.Sha256;
import dev.perigee.core.encoding.Decoding;
import java.util.List;
import java.util.Optional;

/**
 * A stored object.
 *
 * @param role what it is to the backup: {@value Manifest#SNAPSHOT}
 * @param key its key in the sink
 * @param length its length as stored, in bytes
 * @param sha256 its digest as stored
 * @param encoding what was done to it, in this order; empty for the bytes as etcd sent them
 * @param plain what it was before; empty if nothing was done
 * @param recipients who can read it, where it is encrypted
 * @param companions what is said of one of role {@value Manifest#COMPANIONS}; empty for any other
 */
public record StoredObject(
        String role,
        ObjectKey key,
        long length,
        Sha256 sha256,
        List<String> encoding,
        Optional<Plain> plain,
        List<String> recipients,
        Optional<Companions> companions) {

    /** Copies the lists; refuses an empty object, and one that can't hold what it is said to hold. */
    public StoredObject {
        requireWithin("length", length, 1, Long.MAX_VALUE);
        if (plain.isPresent()) {
            requireWithin("plain.length", plain.get().length(), 1, Decoding.most(encoding, length));
        }
        encoding = List.copyOf(encoding);
        recipients = List.copyOf(recipients);
    }

    /**
     * An object as it came.
     *
     * @param role what it is to the backup
     * @param key its key in the sink
     * @param length its length in bytes
     * @param sha256 its digest
     */
    public StoredObject(String role, ObjectKey key, long length, Sha256 sha256) {
        this(role, key, length, sha256, List.of(), Optional.empty(), List.of(), Optional.empty());
    }

    /**
     * The same, as the files which a restore also needs.
     *
     * @param said what is said of them
     * @return an object of that role
     */
    public StoredObject as(Companions said) {
        return new StoredObject(
                Manifest.COMPANIONS, key, length, sha256, encoding, plain, recipients, Optional.of(said));
    }

    /**
     * What it is once its encoding is undone.
     *
     * @return its own length and digest if there is none
     */
    public Plain content() {
        return plain.orElseGet(() -> new Plain(length, sha256));
    }

    StoredObject at(ObjectKey other) {
        return new StoredObject(role, other, length, sha256, encoding, plain, recipients, companions);
    }

    StoredObject asPlain() {
        return new StoredObject(
                role, key, content().length(), content().sha256(), List.of(), Optional.empty(), List.of(), companions);
    }

    /**
     * The files which a restore also needs.
     *
     * @param files how many
     * @param sinks the names of the sinks that hold them, in the configuration of whoever made them
     * @param encryptionKeys the keys that an EncryptionConfiguration among them names, as {@link Manifest.EncryptionKey#name} does;
     *     empty if there is no such file
     * @param lacks what was asked for and isn't among them, a line each: its path or pattern, and why
     */
    public record Companions(int files, List<String> sinks, Optional<List<String>> encryptionKeys, List<String> lacks) {

        /** Copies the lists. */
        public Companions {
            requireWithin("files", files, 1, Integer.MAX_VALUE);
            sinks = List.copyOf(sinks);
            encryptionKeys = encryptionKeys.map(List::copyOf);
            lacks = List.copyOf(lacks);
        }
    }

    /**
     * Bytes before they were encoded.
     *
     * @param length how many
     * @param sha256 their digest
     */
    public record Plain(long length, Sha256 sha256) {

        /** Refuses nothing at all. */
        public Plain {
            requireWithin("plain.length", length, 1, Long.MAX_VALUE);
        }
    }
}
