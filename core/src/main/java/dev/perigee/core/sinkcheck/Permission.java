package dev.perigee.core.sinkcheck;

import dev.perigee.api.SinkException;
import java.util.Optional;

/**
 * Whether the sink's credentials allow one of its verbs.
 *
 * @param verb {@code put}, {@code get}, {@code list} or {@code delete}
 * @param refusal what the sink said; empty if the verb worked
 */
public record Permission(String verb, Optional<SinkException> refusal) {

    /**
     * Whether the verb worked.
     *
     * @return true if there was no refusal
     */
    public boolean works() {
        return refusal.isEmpty();
    }
}
