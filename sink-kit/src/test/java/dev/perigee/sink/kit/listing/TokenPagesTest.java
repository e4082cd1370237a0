package dev.perigee.sink.kit.listing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.api.SinkException;
import dev.perigee.sink.kit.listing.AscendingPages.Entry;
import dev.perigee.sink.kit.listing.TokenPages.Answer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A store that goes on from tokens. */
class TokenPagesTest {

    private final List<String> asked = new ArrayList<>();

    private final TokenPages pages = new TokenPages((prefix, token, limit) -> {
        asked.add(token.orElse("from the beginning"));
        return switch (token.orElse("")) {
            case "" -> answer("second", "p/1", "p/2");
            case "second" -> answer("third", "p/3");
            case "third" -> answer("", "p/4");
            default -> throw new AssertionError(token);
        };
    });

    @Test
    void whatComesNextIsAskedForByTheTokenOfThePageBefore() throws Exception {
        assertEquals(List.of("p/1", "p/2"), names("", true));
        assertEquals(List.of("p/3"), names("p/2", true));
        assertEquals(List.of("p/4"), names("p/3", false));

        assertEquals(List.of("from the beginning", "second", "third"), asked);
    }

    @Test
    void fromANameWithoutATokenTheStoreIsAskedFromTheBeginning() throws Exception {
        assertEquals(List.of("p/2"), names("p/1", true));
        assertEquals(List.of("p/4"), names("p/3", false));

        assertEquals(List.of("from the beginning", "from the beginning", "second", "third"), asked);
    }

    @Test
    void pagesWithoutEndInWhichNothingIsWantedAreAnError() {
        TokenPages endless = new TokenPages((prefix, token, limit) -> answer("again", "p/1"));

        SinkException e = assertThrows(SinkException.class, () -> endless.page("p/", "p/5", 10));

        assertEquals(SinkException.Kind.OTHER, e.kind());
        assertTrue(e.getMessage().contains("1000 pages without a name that comes after 'p/5'"), e.getMessage());
    }

    private List<String> names(String after, boolean more) throws Exception {
        AscendingPages.Page page = pages.page("p/", after, 10);
        assertEquals(more, page.more());
        return page.entries().stream().map(Entry::name).toList();
    }

    private static Answer answer(String token, String... names) {
        List<Entry> entries = Stream.of(names)
                .map(name -> Entry.said(name, 1L, Optional.of(Instant.EPOCH)))
                .toList();
        return new Answer(entries, Optional.of(token));
    }
}
