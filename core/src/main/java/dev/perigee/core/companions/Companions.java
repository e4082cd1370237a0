package dev.perigee.core.companions;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Files that go along with a backup, read into memory: they are small, and must not change while they are packed.
 *
 * @param entries ascending by name
 * @param lacks what was asked for and isn't among them
 */
public record Companions(List<TarEntry> entries, List<LeftOut> lacks) {

    /** Copies the lists. */
    public Companions {
        entries = List.copyOf(entries);
        lacks = List.copyOf(lacks);
    }

    /**
     * Finds and reads them.
     *
     * @param patterns absolute paths, or patterns of them
     * @return what is there and can be kept, and what can't
     */
    public static Companions read(List<String> patterns) {
        return CompanionFiles.find(patterns);
    }

    /**
     * How many there are.
     *
     * @return files and links, without directories
     */
    public int count() {
        return (int) entries.stream()
                .filter(entry -> entry.kind() != TarEntry.Kind.DIRECTORY)
                .count();
    }

    /**
     * How large they are.
     *
     * @return the bytes of all files together
     */
    public long bytes() {
        return entries.stream().mapToLong(entry -> entry.content().length).sum();
    }

    /**
     * The names of the keys in EncryptionConfigurations among them; never a key.
     *
     * @return as the values' beginnings name them, {@code aescbc:key-2026-11}; empty if there is no such file
     */
    public Optional<List<String>> encryptionKeys() {
        List<List<String>> found = entries.stream()
                .flatMap(entry -> EncryptionConfiguration.keys(entry.content()).stream())
                .toList();
        return found.isEmpty()
                ? Optional.empty()
                : Optional.of(List.copyOf(
                        new TreeSet<>(found.stream().flatMap(List::stream).toList())));
    }

    /**
     * Packs them, and reads each back as a restore will.
     *
     * @param out takes a tar; stays open
     * @throws IOException if it can't be written, or couldn't be laid out again
     */
    public void pack(OutputStream out) throws IOException {
        new ProvenTar(out).write(entries);
    }
}
