package dev.perigee.core.catalog;

import dev.perigee.core.kubernetes.ValueEncryption;
import dev.perigee.core.words.Printable;
import dev.perigee.core.words.Words;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Which keys an API server needs to read a snapshot's values, and whether they are at hand. Pure.
 *
 * @param needed what values are encrypted with
 * @param held what an EncryptionConfiguration among the backup's companions names; empty if there is no such file
 */
public record NeededKeys(List<Manifest.EncryptionKey> needed, Optional<List<String>> held) {

    /** Copies the lists. */
    public NeededKeys {
        needed = List.copyOf(needed);
        held = held.map(List::copyOf);
    }

    /**
     * Those of a backup.
     *
     * @param manifest its manifest
     * @return what it needs and holds
     */
    public static NeededKeys of(Manifest manifest) {
        return new NeededKeys(manifest.facts().encryptionKeys(), manifest.heldKeys());
    }

    /**
     * What values are encrypted with: by provider and name, for the same key under two versions of the format is one.
     *
     * @param encrypted how many values begin how, as a proof counts them
     * @return ascending by name
     */
    public static List<Manifest.EncryptionKey> of(SortedMap<String, Long> encrypted) {
        SortedMap<String, Long> values = new TreeMap<>();
        encrypted.forEach((beginning, count) -> ValueEncryption.of(beginning)
                .ifPresent(by -> values.merge(Printable.line(by.toString()), count, Long::sum)));
        return values.entrySet().stream()
                .map(each -> new Manifest.EncryptionKey(each.getKey(), each.getValue()))
                .toList();
    }

    /**
     * What a restore would lack.
     *
     * @return the names of keys that are needed, and that no companion names
     */
    public List<String> missing() {
        return needed.stream()
                .map(Manifest.EncryptionKey::name)
                .filter(name -> held.filter(names -> names.contains(name)).isEmpty())
                .toList();
    }

    /**
     * All of it.
     *
     * @return a sentence; empty if nothing is encrypted
     */
    public Optional<String> sentence() {
        return needed.isEmpty()
                ? Optional.empty()
                : Optional.of("the API server has encrypted values, and needs the keys " + names()
                        + " in its EncryptionConfiguration; " + whereabouts());
    }

    private String names() {
        return needed.stream()
                .map(key -> key.name() + " (" + Words.count(key.values(), "value") + ")")
                .collect(Collectors.joining(", "));
    }

    private String whereabouts() {
        if (held.isEmpty()) {
            return "no companion of this backup is such a file: keep it elsewhere";
        }
        return missing().isEmpty()
                ? "that of this backup's companions has them all"
                : "that of this backup's companions lacks " + String.join(", ", missing());
    }
}
