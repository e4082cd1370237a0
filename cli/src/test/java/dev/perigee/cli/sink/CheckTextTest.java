package dev.perigee.cli.sink;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.perigee.api.SinkException;
import dev.perigee.api.SinkException.Kind;
import dev.perigee.core.sinkcheck.Permission;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CheckTextTest {

    private static final String CLOCK = "this machine's clock is off";

    @Test
    void whatStandsInTheWayOfEveryVerbIsSaidOnceWithItsCure() {
        List<List<String>> lines = CheckText.of(List.of(
                refused("put", Kind.INVALID, "put of 'k' in bucket 'b' at http://s3:9000: " + CLOCK, "set it right"),
                refused("list", Kind.INVALID, "list in bucket 'b' at http://s3:9000: " + CLOCK, "set it right"),
                refused("delete", Kind.DENIED, "delete of 'k' in bucket 'b' at http://s3:9000: no", "grant it")));

        assertEquals(
                List.of(
                        List.of(
                                "REFUSED    put",
                                "           put of 'k' in bucket 'b' at http://s3:9000: " + CLOCK,
                                "           cure: set it right"),
                        List.of("REFUSED    list, for the same reason as put"),
                        List.of(
                                "DENIED     delete",
                                "           delete of 'k' in bucket 'b' at http://s3:9000: no",
                                "           cure: grant it")),
                lines);
    }

    private static Permission refused(String verb, Kind kind, String message, String cure) {
        return new Permission(
                verb,
                Optional.of(new SinkException(kind, Optional.empty(), message, Optional.of(cure), Optional.empty())));
    }
}
