package dev.perigee.sink.kit.s3;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.api.SinkException;
import dev.perigee.sink.kit.s3.VersionPages.Marker;
import dev.perigee.sink.kit.s3.VersionPages.Page;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class VersionPagesTest {

    @Test
    void theCurrentVersionComesFirstAndThenTheYounger() throws Exception {
        List<ObjectVersion> versions =
                List.of(version("old", 1, false), version("new", 3, true), version("also-3", 3, false));

        assertEquals(
                List.of("new", "also-3", "old"),
                VersionPages.newestFirst("k", from -> new Page(versions, Optional.empty())));
    }

    @Test
    void aListingIsFollowedToItsEndAndNoFurtherThanTheName() throws Exception {
        List<Optional<Marker>> asked = new ArrayList<>();

        List<String> found = VersionPages.newestFirst("k", from -> {
            asked.add(from);
            return asked.size() == 1
                    ? new Page(List.of(version("2", 2, true)), Optional.of(new Marker("k", "2")))
                    : new Page(List.of(version("1", 1, false)), Optional.of(new Marker("k-longer", "9")));
        });

        assertEquals(List.of("2", "1"), found);
        assertEquals(List.of(Optional.empty(), Optional.of(new Marker("k", "2"))), asked);
    }

    @Test
    void aMarkerThatRepeatsIsAnErrorAndNoLoop() {
        SinkException e = endless(from -> new Page(List.of(), Optional.of(new Marker("k", "1"))));

        assertTrue(e.getMessage().endsWith("says that it goes on where it began"), e.getMessage());
    }

    @Test
    void aListingWithoutEndIsAnErrorEvenIfItMovesOn() {
        List<Integer> asked = new ArrayList<>();

        SinkException e = endless(from -> {
            asked.add(0);
            return new Page(List.of(), Optional.of(new Marker("k", "v" + asked.size())));
        });

        assertTrue(e.getMessage().contains("more than 100 pages"), e.getMessage());
        assertEquals(100, asked.size());
    }

    private static SinkException endless(VersionPages.Source source) {
        SinkException e = assertThrows(SinkException.class, () -> VersionPages.newestFirst("k", source));
        assertEquals(SinkException.Kind.OTHER, e.kind());
        return e;
    }

    private static ObjectVersion version(String id, int second, boolean latest) {
        return new ObjectVersion(id, Instant.ofEpochSecond(second), latest);
    }
}
