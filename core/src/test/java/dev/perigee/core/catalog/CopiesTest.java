package dev.perigee.core.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.perigee.api.ObjectInfo;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class CopiesTest {

    private final BackupId id = ManifestExamples.at(6).id();
    private final List<Effort> assessed = new ArrayList<>();
    private final Copies copies = new Copies(records(), Bodies.none(), Clocks.TRUSTING, LedgerView.NONE, this::assess);

    /** It is a look at files of the state directory, of each backup of thousands. */
    @Test
    void aCopyIsGlancedAtOnce() throws Exception {
        copies.glance();

        assertEquals(1, copies.glance().size());
        assertEquals(List.of(Effort.GLANCE), assessed);
    }

    @Test
    void oneThatWasGlancedAtIsStillLookedAtClosely() throws Exception {
        copies.glance();
        copies.closely();

        assertEquals(List.of(Effort.GLANCE, Effort.CLOSE), assessed);
    }

    @Test
    void oneThatWasLookedAtCloselyIsNotGlancedAt() throws Exception {
        copies.closely();
        copies.glance();

        assertEquals(List.of(Effort.CLOSE), assessed);
    }

    private SortedMap<BackupId, ObjectInfo> records() {
        return new TreeMap<>(Map.of(id, record()));
    }

    private ObjectInfo record() {
        return new ObjectInfo(Layout.STANDARD.manifest("prod", id), 1_000, Instant.EPOCH);
    }

    private Optional<StoredCopy> assess(BackupId of, Effort effort) {
        assessed.add(effort);
        Standing whole = new Standing.Whole(Origin.MADE);
        return Optional.of(new StoredCopy(of, record(), Optional.of(record()), Optional.empty(), whole));
    }
}
