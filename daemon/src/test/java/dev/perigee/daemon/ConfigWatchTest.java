package dev.perigee.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ConfigWatchTest {

    private static final Duration HALF_A_MINUTE = Duration.ofSeconds(30);

    private final Instant start = Instant.parse("2026-11-23T09:30:00Z");
    private final ConfigWatch watch = new ConfigWatch();

    private boolean isToBeRead(String digest, int second) {
        return watch.isToBeRead(Optional.of(digest).filter(text -> !text.isEmpty()), start.plusSeconds(second));
    }

    @Test
    void aChangeIsReadOnceWhenItHasStayed() {
        assertFalse(isToBeRead("a", 0));
        assertFalse(isToBeRead("a", 4));
        assertTrue(isToBeRead("a", 5));
        assertFalse(isToBeRead("a", 60));
    }

    @Test
    void aFileThatIsBeingWrittenIsNotRead() {
        for (int second = 0; second < 60; second += 4) {
            assertFalse(isToBeRead("text " + second, second));
        }
    }

    @Test
    void whatWasChangedBackIsNotRead() {
        assertFalse(isToBeRead("a", 0));
        assertFalse(isToBeRead("", 4));
        assertFalse(isToBeRead("", 60));
    }

    @Test
    void aSecondChangeAfterOneThatWasRefusedIsRead() {
        assertFalse(isToBeRead("broken", 0));
        assertTrue(isToBeRead("broken", 5));
        assertFalse(isToBeRead("mended", 60));
        assertTrue(isToBeRead("mended", 65));
    }

    @Test
    void aClockThatIsPutBackHoldsNothingUpForever() {
        assertFalse(isToBeRead("a", 3600));
        assertFalse(isToBeRead("a", 0));
        assertTrue(isToBeRead("a", 5));
    }

    @Test
    void itLooksAgainSoonWhileAChangeSettles() {
        assertEquals(HALF_A_MINUTE, watch.patience(HALF_A_MINUTE));
        isToBeRead("a", 0);
        assertEquals(ConfigWatch.SETTLED, watch.patience(HALF_A_MINUTE));
        isToBeRead("a", 5);
        assertEquals(HALF_A_MINUTE, watch.patience(HALF_A_MINUTE));
    }
}
