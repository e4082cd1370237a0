package dev.perigee.core.history.point;

import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import java.util.Optional;

/** What was made of backup and packs isn't what a member said it held: DAMAGED. */
public final class OtherThanSealedException extends OperationException {

    private static final long serialVersionUID = 1L;

    OtherThanSealedException(String message, Optional<String> cure) {
        super(Outcome.DAMAGED, message, cure, Optional.empty());
    }
}
