package dev.perigee.core.copies;

import dev.perigee.api.Sha256;
import dev.perigee.api.SinkException;
import dev.perigee.core.catalog.Manifest;
import dev.perigee.core.catalog.StoredObject;
import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.packed.ComposedFile;
import dev.perigee.core.packed.DamagedBodyException;
import dev.perigee.core.state.Environment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
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
            List<StoredObject> named = manifest.packs();
            for (int i = 0; i < named.size(); i++) {
                Path plain = scratch.resolveSibling("pack-" + i);
                Optional<String> difference = reader.difference(plain, named.get(i));
                if (difference.isPresent()) {
                    return difference.map(what -> needs(manifest, named, what, packs.size()));
                }
                packs.put(named.get(i).sha256(), plain);
            }
            return composed(file, manifest, packs);
        });
    }

    private static String needs(Manifest manifest, List<StoredObject> named, String what, int index) {
        StoredObject pack = named.get(index);
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
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }
}
