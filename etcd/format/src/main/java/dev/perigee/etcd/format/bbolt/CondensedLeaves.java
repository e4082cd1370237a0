package dev.perigee.etcd.format.bbolt;

import java.io.IOException;
import java.util.Optional;

/** Knows leaves whose bytes are gone. */
@FunctionalInterface
public interface CondensedLeaves {

    /**
     * One of them.
     *
     * @param page any number
     * @return what is known of the leaf that begins at that page; empty if nothing is
     * @throws IOException if it was kept in a file that can't be read
     */
    Optional<CondensedLeaf> at(long page) throws IOException;
}
