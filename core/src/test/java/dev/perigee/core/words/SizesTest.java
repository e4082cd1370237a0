package dev.perigee.core.words;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SizesTest {

    @ParameterizedTest
    @CsvSource({
        "0, 0 B",
        "9, 9 B",
        "10, 10 B",
        "999, 999 B",
        "1000, 1.0 kB",
        "12500, 12 kB",
        "13500, 14 kB",
        "20480, 20 kB",
        "24500, 24 kB",
        "999999, 1000 kB",
        "1000000, 1.0 MB",
        "2500000, 2.5 MB",
        "9949999, 9.9 MB",
        "9950000, 10 MB",
        "644603904, 645 MB",
        "9223372036854775807, 9.2 EB"
    })
    void asGoHumanizePrintsThem(long bytes, String shown) {
        assertEquals(shown, Sizes.human(bytes));
    }

    @Test
    void roundsAsExactDecimalsDo() {
        Random random = new Random(1);
        for (int i = 0; i < 200_000; i++) {
            long bytes = random.nextLong() >>> 1 + random.nextInt(60);
            assertEquals(exactly(bytes), Sizes.human(bytes), () -> bytes + " bytes");
        }
    }

    private static String exactly(long bytes) {
        int exponent = 0;
        for (long rest = bytes; rest >= 1000; rest /= 1000) {
            exponent++;
        }
        double tenths = Math.floor(bytes / Math.pow(1000, exponent) * 10 + 0.5) / 10;
        int scale = bytes >= 10 && tenths < 10 ? 1 : 0;
        return new BigDecimal(tenths).setScale(scale, RoundingMode.HALF_EVEN).toPlainString() + " "
                + List.of("B", "kB", "MB", "GB", "TB", "PB", "EB").get(exponent);
    }
}
