package dev.perigee.core.look;

import java.io.IOException;

/** Is shown how two states differ. */
@FunctionalInterface
public interface ChangeVisitor {

    /**
     * One key that isn't the same.
     *
     * @param change how it differs
     * @throws IOException to end it; it reaches the caller
     */
    void change(KeyChange change) throws IOException;
}
