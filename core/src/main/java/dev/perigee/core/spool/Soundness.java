package dev.perigee.core.spool;

import dev.perigee.core.body.FileBody;
import dev.perigee.core.words.FailureWords;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Whether what lies in an entry is still what its record says: looked at once, and remembered. Its owner's lock guards it. */
final class Soundness {

    private final Path directory;
    private Optional<String> spoiled = Optional.empty();
    private boolean proven;
    private int undecodable;

    Soundness(Path directory) {
        this.directory = directory;
    }

    /** Where it goes if it isn't. */
    Path aside() {
        return directory.resolveSibling(directory.getFileName() + ".damaged");
    }

    /** It was proven a moment ago. */
    void fresh() {
        proven = true;
    }

    /** Throws if one of the bodies isn't what is said of it. */
    void require(Supplier<List<FileBody>> bodies) throws IOException {
        if (spoiled.isEmpty() && !proven) {
            for (FileBody body : bodies.get()) {
                spoiled = spoiled.isPresent() ? spoiled : BodyProof.fault(body);
            }
            proven = spoiled.isEmpty();
        }
        if (spoiled.isPresent()) {
            throw new SpoiledBodyException(
                    spoiled.get() + "; it is set aside as " + aside() + ": look at it, and remove it");
        }
    }

    /** Notes a form that doesn't decode, which says nothing against the others. */
    SpoiledBodyException undecodable(Path form, SpoiledBodyException why) {
        undecodable++;
        return new SpoiledBodyException(
                form + ": " + FailureWords.of(why) + "; once no other sink waits for it, it is set" + " aside as "
                        + aside() + ": look at it, and remove it");
    }

    /** Whether nothing of it is of use to a sink that waits for it. */
    boolean isSpoiled(Owed debt) {
        return spoiled.isPresent()
                || (undecodable > 0 && undecodable >= debt.sinks().size());
    }
}
