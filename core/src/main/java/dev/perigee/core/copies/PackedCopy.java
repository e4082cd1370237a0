package dev.perigee.core.copies;

import dev.perigee.api.Sha256;
import dev.perigee.api.SinkException;
import dev.perigee.core.catalog.Catalog;
import dev.perigee.core.catalog.Manifest;
import dev.perigee.core.catalog.StoredCopy;
import dev.perigee.core.catalog.StoredObject;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.packed.ComposedFile;
import dev.perigee.core.packed.DamagedBodyException;
import dev.perigee.core.state.Environment;
import dev.perigee.core.words.FailureWords;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Puts a backup together that is stored as rows. All its packs are fetched into the spool, each is held against the manifest, and what
 * they come to is, too.
 */
record PackedCopy(CopyReader reader, Environment environment) {

    /** Writes and syncs the file, and says how what is stored isn't what the manifest says. */
    Optional<String> difference(Path file, Manifest manifest) throws SinkException, OperationException {
        return reader.inSpool(scratch -> {
            Map<Sha256, Path> packs = new HashMap<>();
            for (StoredObject pack : manifest.packs()) {
                Path plain = scratch.resolveSibling("pack-" + packs.size());
                Optional<String> difference = reader.difference(plain, pack);
                if (difference.isPresent()) {
                    refute(pack, difference.get());
                    return difference.map(what -> needs(manifest, pack, what));
                }
                packs.put(pack.sha256(), plain);
            }
            return composed(file, manifest, packs);
        });
    }

    /** What is wrong with a pack is wrong with each backup that names it so: none of them counts, and none is built on. */
    private void refute(StoredObject pack, String finding) throws SinkException {
        Catalog catalog = reader.catalog();
        for (StoredCopy copy :
                catalog.copies(environment.timing().clock().instant()).closely()) {
            copy.manifest()
                    .filter(manifest -> manifest.packs().contains(pack))
                    .ifPresent(manifest ->
                            catalog.refuted(copy, manifest.body().key() + " " + needs(manifest, pack, finding)));
        }
    }

    private static String needs(Manifest manifest, StoredObject pack, String what) {
        return pack.key().equals(manifest.body().key()) ? what : "needs " + pack.key() + ", which " + what;
    }

    private static Optional<String> composed(Path file, Manifest manifest, Map<Sha256, Path> packs)
            throws OperationException, IOException {
        Path body = packs.getOrDefault(manifest.body().sha256(), file);
        try {
            Files.deleteIfExists(file);
            new ComposedFile(body, packs).write(file, manifest.facts().content().orElseThrow());
            return Optional.empty();
        } catch (DamagedBodyException e) {
            return Optional.of(FailureWords.of(e));
        }
    }
}
