package dev.perigee.core.history.archive;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.perigee.api.Sha256;
import dev.perigee.core.catalog.BackupId;
import dev.perigee.core.history.archive.Contradiction.Held;
import dev.perigee.core.history.archive.Contradiction.OfTimes;
import dev.perigee.core.history.pack.PackId;
import dev.perigee.core.history.pack.PackPlace;
import dev.perigee.core.history.pack.PackRecord;
import dev.perigee.core.history.pack.PackRecord.Moment;
import dev.perigee.core.history.pack.SamplePack;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Histories by chance, of which some parts are joined, some gone, and some joined once more. */
class SameTimesTest {

    private static final BackupId TIMELINE =
            BackupId.parse("20261128T060000Z-10-9f3a01bc").orElseThrow();
    private static final Instant BEGUN = Instant.parse("2026-11-28T06:00:00Z");
    private static final int PARTS = 20;

    private final SameTimes times =
            new SameTimes(place -> new Held(place, place.key("prod", PackPlace.Part.RECORD), List.of("near")));

    /** Packs of up to five revisions, each with up to five moments. */
    private static List<PackRecord> parts(Random random, boolean clockIsPutBack) {
        List<PackRecord> parts = new ArrayList<>();
        long first = 11;
        long second = 0;
        for (int part = 0; part < PARTS; part++) {
            List<Moment> moments = new ArrayList<>();
            second -= clockIsPutBack && random.nextInt(4) == 0 ? random.nextInt(30) : 0;
            long last = first + random.nextInt(5);
            for (long revision = first; revision <= last; revision++) {
                second += random.nextInt(5);
                if (revision == last || random.nextBoolean()) {
                    moments.add(new Moment(revision, BEGUN.plusSeconds(second)));
                }
            }
            parts.add(pack(first, last, part, moments));
            first = last + 1;
        }
        return parts;
    }

    /** As they are joined: a clock that was put back doesn't put back the moments. */
    private static PackRecord joined(List<PackRecord> parts, int nonce) {
        List<Moment> moments = new ArrayList<>();
        for (PackRecord part : parts) {
            for (Moment moment : part.moments()) {
                Instant before =
                        moments.isEmpty() ? Instant.MIN : moments.getLast().time();
                moments.add(new Moment(moment.revision(), moment.time().isBefore(before) ? before : moment.time()));
            }
        }
        return pack(
                parts.getFirst().place().pack().first(),
                parts.getLast().place().pack().last(),
                nonce,
                moments);
    }

    private static PackRecord pack(long first, long last, int nonce, List<Moment> moments) {
        PackPlace place = new PackPlace(TIMELINE, new PackId(first, last, nonce));
        return SamplePack.of(place, moments, 1, Sha256.of(Sha256.digester().digest()));
    }

    /** Some of the parts, some wholes of them, and some wholes of wholes. */
    private static List<PackRecord> stored(List<PackRecord> parts, Random random) {
        List<PackRecord> wholes = IntStream.range(0, 6)
                .mapToObj(nonce -> {
                    int from = random.nextInt(PARTS);
                    return joined(parts.subList(from, from + 1 + random.nextInt(PARTS - from)), 100 + nonce);
                })
                .toList();
        List<PackRecord> stored = new ArrayList<>(parts);
        stored.addAll(wholes);
        for (int place = 0; place < PARTS; place += 5) {
            stored.add(joined(
                    List.of(joined(parts.subList(place, place + 2), 0), joined(parts.subList(place + 2, place + 5), 0)),
                    200 + place));
        }
        Collections.shuffle(stored, random);
        return stored.subList(0, 1 + random.nextInt(stored.size()));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aSoundHistoryContradictsNothing(boolean clockIsPutBack) {
        for (int seed = 0; seed < 500; seed++) {
            Random random = new Random(seed);
            List<PackRecord> stored = stored(parts(random, clockIsPutBack), random);

            assertEquals(List.of(), times.of(stored), "seed " + seed);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 1, 7, 30, 100})
    void whereNoClockWasPutBackAllTellTheSameOfEachTime(int seconds) {
        for (int seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            List<PackRecord> stored = stored(parts(random, false), random);

            Optional<OfTimes> found = times.at(BEGUN.plusSeconds(seconds), stored, stored);

            assertEquals(Optional.empty(), found, "seed " + seed);
        }
    }

    @Test
    void timesThatWereMadeLaterAreFoundWhereAnotherPackTellsThem() {
        for (int seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            List<PackRecord> parts = parts(random, false);
            PackRecord part = parts.get(random.nextInt(PARTS));
            List<Moment> later = part.moments().stream()
                    .map(moment -> new Moment(moment.revision(), moment.time().plusSeconds(1)))
                    .toList();
            PackId id = part.place().pack();

            List<Contradiction> found = times.of(List.of(joined(parts, 100), pack(id.first(), id.last(), 300, later)));

            assertEquals(1, found.size(), "seed " + seed);
        }
    }
}
