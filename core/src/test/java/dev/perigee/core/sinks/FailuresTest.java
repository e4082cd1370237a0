package dev.perigee.core.sinks;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.perigee.core.outcome.OperationException;
import dev.perigee.core.outcome.Outcome;
import dev.perigee.core.outcome.SinkFailure;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FailuresTest {

    @Test
    void whatIsSoInSeveralSinksIsSaidOnceAndWhatWasOnlyNoticedNotAtAll() {
        SinkFailure own =
                new SinkFailure("s3", Outcome.CONNECTION, "get of 'x' in bucket 'b' broke off", Optional.empty());

        OperationException failure = Failures.combined(
                "no copy could be fetched",
                List.of(
                        SinkFailure.of("near", Outcome.REFUSED, "x is encrypted"),
                        own,
                        SinkFailure.of("noticed", Outcome.PARTIAL, "its ledger is old"),
                        SinkFailure.of("far", Outcome.REFUSED, "x is encrypted")));

        assertEquals(
                "no copy could be fetched: sinks 'near', 'far': x is encrypted; sink 's3': get of 'x' in bucket 'b' broke"
                        + " off",
                failure.getMessage());
        assertEquals(Outcome.REFUSED, failure.outcome());
    }
}
