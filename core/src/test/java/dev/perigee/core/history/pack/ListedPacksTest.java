package dev.perigee.core.history.pack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.api.ObjectInfo;
import dev.perigee.api.SinkException;
import dev.perigee.core.history.pack.PackPlace.Part;
import dev.perigee.core.history.spool.KeptPack;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ListedPacksTest {

    private static ObjectInfo object(int number, Part part) {
        PackPlace place = new PackPlace(KeptPack.BASE, new PackId(11 + number, 11 + number, number));
        return new ObjectInfo(place.key("prod", part), 7, Instant.EPOCH);
    }

    private static void take(ListedPacks listed, int packs) throws SinkException {
        for (int number = 0; number < packs; number++) {
            for (Part part : Part.values()) {
                listed.take(object(number, part));
            }
        }
    }

    /** Object lock keeps the parts of joined packs: 17 280 a day at a flush of five seconds. */
    @Test
    void aFortnightOfPartsFitsIntoTheSmallestHeap() throws Exception {
        int fortnight = 14 * 17_280;
        ListedPacks listed = new ListedPacks("prod", ListedPacks.most(128 << 20));

        take(listed, fortnight);

        assertEquals(fortnight, listed.packs().size());
        assertEquals(new ShownPack(true, true, 7), listed.packs().firstEntry().getValue());
    }

    @Test
    void moreThanThereIsMemoryForIsRefusedWithWhatToDo() throws Exception {
        ListedPacks listed = new ListedPacks("prod", 10);
        take(listed, 10);

        SinkException refused = assertThrows(SinkException.class, () -> listed.take(object(10, Part.ROWS)));

        assertEquals(
                "more than 10 packs of the history are listed under 'prod/history/', which is more than this process has"
                        + " memory for",
                refused.getMessage());
        assertTrue(refused.hint().orElseThrow().contains("PERIGEE_JAVA_OPTS=-Xmx1g"));
    }
}
