package dev.perigee.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.core.fleet.FleetState;
import dev.perigee.core.fleet.FleetView;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class NamesakesTest {

    private static final Duration LEASE = Duration.ofSeconds(10);

    private final Namesakes namesakes = new Namesakes("one", LEASE);

    private static FleetState members(String... instances) {
        List<FleetView.Member> members = new ArrayList<>();
        for (String instance : instances) {
            members.add(new FleetView.Member(members.size() + 1, instance, "x"));
        }
        return new FleetState(1, Map.of(), new FleetView(members, Map.of(), Map.of()), Optional.empty());
    }

    private Optional<String> after(int seconds, String... instances) {
        return namesakes.warning(members(instances), Duration.ofSeconds(seconds).toNanos());
    }

    @Test
    void anotherDaemonOfTheSameNameIsSaidOnce() {
        assertEquals(Optional.empty(), after(0, "one", "one"));
        assertTrue(after(11, "one", "one").orElseThrow().contains("the same instance 'one'"));
        assertEquals(Optional.empty(), after(20, "one", "one"));
    }

    @Test
    void oneThatWasKilledAndStartedAnewDoesntMistakeItselfForAnother() {
        assertEquals(Optional.empty(), after(0, "one", "one"));
        assertEquals(Optional.empty(), after(9, "one", "one"));
        assertEquals(Optional.empty(), after(12, "one"));
        assertEquals(Optional.empty(), after(15, "one", "one"));
    }

    @Test
    void othersThatShareANameAreTheirsToTell() {
        assertEquals(Optional.empty(), after(0, "one", "two", "two"));
        assertEquals(Optional.empty(), after(20, "one", "two", "two"));
    }
}
