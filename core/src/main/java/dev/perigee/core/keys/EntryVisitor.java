package dev.perigee.core.keys;

import java.io.IOException;

/** Is shown keys, one by one. */
@FunctionalInterface
public interface EntryVisitor {

    /**
     * One key.
     *
     * @param entry the key as it stands
     * @throws IOException to end the walk; it reaches the caller
     */
    void entry(KeyEntry entry) throws IOException;
}
