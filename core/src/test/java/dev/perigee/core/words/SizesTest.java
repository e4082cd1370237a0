package dev.perigee.core.words;

import static org.junit.jupiter.api.Assertions.assertEquals;

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
}
