package dev.perigee.core.backup;

import dev.perigee.core.catalog.Manifest;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.core.outcome.Result;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A proven snapshot in a file of the user's.
 *
 * @param path the file
 * @param length its length in bytes, with the 32 bytes of digest
 * @param member who sent it
 * @param facts what is in it
 * @param doubt why its data may be wrong although it is proven: an alarm calls its member corrupt; empty if nothing
 *     speaks against it
 */
public record SavedFile(Path path, long length, Manifest.Member member, Manifest.Facts facts, Optional<String> doubt)
        implements Result {

    /**
     * What it comes down to.
     *
     * @return OK, or PARTIAL if there is a doubt
     */
    @Override
    public Outcome outcome() {
        return doubt.isEmpty() ? Outcome.OK : Outcome.PARTIAL;
    }
}
