package dev.perigee.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SinkSettingsTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "500ms, PT0.5S",
        "30s, PT30S",
        "5m, PT5M",
        "12 h, PT12H",
        "30d, P30D",
        "2w, P14D",
        "1.5h, PT1H30M",
        "1m30s, PT1M30S",
        "36500d, P36500D",
        "0s, PT0S",
    })
    void aTimeSpanIsReadInTheDocumentedUnits(String text, Duration span) {
        assertEquals(span, settings(text).duration("x", Duration.ZERO));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        6M               | ; m is minutes, and months differ: say days, such as '180d'
        6mo              | ; m is minutes, and months differ: say days, such as '180d'
        1.5 months       | ; m is minutes, and months differ: say days, such as '45d'
        2y               | ; years differ: say days, such as '730d'
        6H               | ; did you mean '6h'?
        6 Days           | ; did you mean '6d'?
        5 minutes        | ; did you mean '5m'?
        5MS              | ; did you mean '5ms'?
        1h30M            | ; m is minutes, and months differ: say days, such as '900d'
        5                | ''
        5us              | ''
        soon             | ''
        -5s              | ''
        1e3s             | ''
        """)
    void anotherUnitIsRefusedAndTheRightOneNamed(String text, String meant) {
        assertEquals(
                "is '" + text + "'; it takes a time span such as 500ms, 30s, 5m, 12h, 30d or 2w" + meant,
                assertThrows(SettingException.class, () -> settings(text).duration("x", Duration.ZERO))
                        .getMessage());
    }

    @ParameterizedTest
    @CsvSource({
        "1048576, 1048576", "7B, 7", "10kB, 10000", "10KB, 10000", "10MB, 10000000", "1GB, 1000000000",
        "64KiB, 65536", "64 MiB, 67108864", "1TiB, 1099511627776", "8M, 8388608", "8m, 8388608", "5g, 5368709120",
        "1.5GiB, 1610612736",
    })
    void aSizeIsReadInTheDocumentedUnits(String text, long bytes) {
        assertEquals(bytes, settings(text).bytes("x", 0));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        10Mb             | ; did you mean '10MB'? (b would be bits)
        10kb             | ; did you mean '10kB'? (b would be bits)
        64mib            | ; did you mean '64MiB'?
        10MB/s           | ''
        10Mbit           | ''
        5 m b            | ''
        -1               | ''
        """)
    void aSizeInAnotherUnitIsRefusedAndTheRightOneNamed(String text, String meant) {
        assertEquals(
                "is '" + text + "'; it takes a size such as 64MiB, 10MB or 1048576" + meant,
                assertThrows(SettingException.class, () -> settings(text).bytes("x", 0))
                        .getMessage());
    }

    @Test
    void anEmptyBlockIsUnreadUnlessOneOfItsKeysIsAskedFor() {
        SinkSettings settings = SinkSettings.of(
                "s",
                Map.of(
                        "lock",
                        Map.of(),
                        "lok",
                        Map.of(),
                        "tags",
                        Map.of(),
                        "region",
                        Map.of(),
                        "a",
                        Map.of("b", Map.of())));

        settings.string("lock.mode");
        settings.string("region");
        settings.block("tags");

        assertEquals(Set.of("a.b", "lok", "region"), settings.unread());
    }

    private static SinkSettings settings(String value) {
        return SinkSettings.of("s", Map.of("x", value));
    }

    @Test
    void aSecretsFileMayBeWrittenByAnyEditorOrShell() throws IOException {
        for (byte[] content : List.of(
                "hünter2".getBytes(StandardCharsets.UTF_8),
                "hünter2\n".getBytes(StandardCharsets.UTF_8),
                "\ufeffhünter2\r\n".getBytes(StandardCharsets.UTF_8),
                "\n  hünter2 \r\n\n".getBytes(StandardCharsets.UTF_8),
                "hünter2\r\n".getBytes(StandardCharsets.UTF_16),
                "\ufeffhünter2\r\n".getBytes(StandardCharsets.UTF_16LE))) {
            Path file = Files.write(folder.resolve("secret"), content);

            assertEquals(
                    Optional.of(Secret.of("hünter2")),
                    SinkSettings.of("s", Map.of("password-file", file.toString()))
                            .secret("password"));
        }
    }

    @Test
    void aSecretThatIsEmptyOrNoTextIsASettingThatCannotBeUsed() throws IOException {
        Path empty = Files.writeString(folder.resolve("empty"), "\n\r\n");
        Path latin = Files.write(folder.resolve("latin"), new byte[] {'p', (byte) 0xe4});
        Map<String, Object> values = Map.of(
                "a", "", "b", " \r\n", "c-file", empty.toString(), "d-file", latin.toString(), "e-file", "/no/such");
        SinkSettings settings = SinkSettings.of("s", values);

        assertEquals("is empty; leave it out, or give it a value", refusal(() -> settings.secret("a")));
        assertEquals("is empty; leave it out, or give it a value", refusal(() -> settings.secret("b")));
        assertEquals("names " + empty + ", which is empty", refusal(() -> settings.secret("c")));
        assertEquals("names " + latin + ", which is no UTF-8 text", refusal(() -> settings.secret("d")));
        assertEquals("names /no/such, which doesn't exist", refusal(() -> settings.secret("e")));
    }

    @Test
    void lineEndsOfVariablesAndBlanksInListsAreNoPartOfAValue() {
        SinkSettings settings =
                SinkSettings.of("s", Map.of("key", "k\r\n", "bucket", " b ", "hosts", List.of(" a", "", "b ")));

        assertEquals(Optional.of(Secret.of("k")), settings.secret("key"));
        assertEquals("b", settings.required("bucket"));
        assertEquals(List.of("a", "b"), settings.strings("hosts"));
    }

    private static String refusal(org.junit.jupiter.api.function.Executable executable) {
        return String.valueOf(assertThrows(SettingException.class, executable).getMessage());
    }

    @Test
    void aSecretIsNotWaitedForInAPipe(@TempDir Path folder) throws Exception {
        Path pipe = folder.resolve("pipe");
        assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());
        SinkSettings settings = SinkSettings.of("s", Map.of("password-file", pipe.toString()));

        SettingException refused = assertThrows(SettingException.class, () -> settings.secret("password"));

        assertEquals("names " + pipe + ", which is a pipe or a device; it takes a file", refused.getMessage());
    }
}
