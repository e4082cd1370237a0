package dev.perigee.core.catalog;

import dev.perigee.api.ObjectInfo;
import dev.perigee.api.ObjectKey;
import dev.perigee.core.encoding.Decoding;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Whether the packs that a manifest names can be those of its backup. Pure. */
final class PacksAgreement {

    /** As many as a reader opens at once. */
    private static final int MOST = 64;

    private PacksAgreement() {}

    /** What is wrong with what the manifest says, in words; empty if nothing is. */
    static Optional<String> finding(String cluster, Manifest manifest) {
        List<StoredObject> packs = manifest.packs();
        if (!manifest.isPacked()) {
            return packs.isEmpty() ? Optional.empty() : Optional.of("it names packs, and its body isn't made of any");
        }
        if (packs.isEmpty() || packs.size() > MOST) {
            return Optional.of("it names " + packs.size() + " packs; a backup has 1 to " + MOST);
        }
        if (manifest.facts().content().isEmpty()) {
            return Optional.of("it doesn't say what its packs come to");
        }
        if (packs.stream().noneMatch(pack -> isSame(pack, manifest.body()))) {
            return Optional.of("its own body isn't among its packs");
        }
        Set<ObjectKey> keys = new HashSet<>();
        return packs.stream()
                .filter(pack -> !keys.add(pack.key()) || !isPack(cluster, pack))
                .findFirst()
                .map(pack -> "it names a pack twice, or what is none: " + pack.key());
    }

    private static boolean isSame(StoredObject pack, StoredObject body) {
        return pack.key().equals(body.key())
                && pack.length() == body.length()
                && pack.sha256().equals(body.sha256());
    }

    private static boolean isPack(String cluster, StoredObject pack) {
        return Layout.STANDARD.ofRows(cluster, pack.key()).isPresent()
                && !pack.encoding().contains(Decoding.PACKS)
                && Decoding.unknown(pack.encoding()).isEmpty()
                && pack.encoding().isEmpty() == pack.plain().isEmpty();
    }

    /** What the listing lacks of the packs, in words; empty if nothing. */
    static Optional<String> lack(Manifest manifest, Function<ObjectKey, Optional<ObjectInfo>> listed) {
        for (StoredObject pack : manifest.packs()) {
            Optional<ObjectInfo> found = listed.apply(pack.key());
            if (found.isEmpty()) {
                return Optional.of(pack.key() + ", which it needs, is missing");
            }
            if (found.get().length() != pack.length()) {
                return Optional.of(pack.key() + ", which it needs, has "
                        + found.get().length() + " bytes where its manifest says " + pack.length());
            }
        }
        return Optional.empty();
    }
}
