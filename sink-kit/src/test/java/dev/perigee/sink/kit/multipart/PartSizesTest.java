package dev.perigee.sink.kit.multipart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class PartSizesTest {

    @Test
    void partsGrowWithTheBodySoThatTenThousandAreEnough() {
        PartSizes transfer = new PartSizes(0, 16L << 20, 4);

        assertEquals(16L << 20, transfer.partSizeFor(1));
        long large = 5L << 40;
        assertTrue(transfer.partSizeFor(large) * PartSizes.MAX_PARTS >= large);
        assertEquals(0, transfer.partSizeFor(large) % (1L << 20));
    }
}
