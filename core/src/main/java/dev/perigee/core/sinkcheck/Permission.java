package dev.perigee.core.sinkcheck;

import dev.perigee.api.SinkException;
import java.util.Optional;

/**
 * Whether the sink's credentials allow one of its verbs.
 *
 * @param verb {@code put}, {@code get}, {@code list}, {@code hold} or {@code delete}
 * @param refusal what the sink said; empty if the verb worked
 */
public record Permission(String verb, Optional<SinkException> refusal) {

    /**
     * Whether the credentials are enough for it.
     *
     * @return true if there was no refusal, or only the store's lock forbids it for now
     */
    public boolean works() {
        return refusal.isEmpty() || held();
    }

    /**
     * Whether a lock of the store's forbids it for now.
     *
     * @return true if the refusal is of kind HELD
     */
    public boolean held() {
        return refusal.filter(e -> e.kind() == SinkException.Kind.HELD).isPresent();
    }
}
