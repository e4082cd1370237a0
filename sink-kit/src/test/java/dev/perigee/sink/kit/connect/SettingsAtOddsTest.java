package dev.perigee.sink.kit.connect;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.perigee.api.SettingException;
import dev.perigee.api.SinkSettings;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SettingsAtOddsTest {

    private static void refuse(Map<String, ?> settings) {
        SettingsAtOdds.refuse(SinkSettings.of("test", settings), "whole", "part", "other");
    }

    @Test
    void oneSettingBesideAnotherThatSaysTheSameIsRefused() {
        SettingException e = assertThrows(SettingException.class, () -> refuse(Map.of("whole", "a", "other", "b")));

        assertEquals("and other are both set; keep one", e.getMessage().replaceFirst("^whole ", ""));
    }

    @Test
    void aSecretThatIsSetByItsFileCountsAsWell() {
        assertThrows(SettingException.class, () -> refuse(Map.of("whole-file", "/a", "part-file", "/b")));
    }

    @Test
    void eachAloneIsFine() {
        assertDoesNotThrow(() -> refuse(Map.of("whole", "a")));
        assertDoesNotThrow(() -> refuse(Map.of("part", "a", "other", "b")));
    }
}
