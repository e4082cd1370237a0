package dev.perigee.sink.kit.s3;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.api.SettingException;
import dev.perigee.api.SinkSettings;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ObjectOptionsTest {

    private static ObjectOptions tagged(String name, String value) {
        return ObjectOptions.read(SinkSettings.of("store", Map.of("tags", Map.of(name, value))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"two\nlines", " ", "ends with a blank ", "a,b", "tab\tin"})
    void aTagThatNoStoreTakesIsRefusedBeforeTheFirstObject(String text) {
        for (Map.Entry<String, String> tag : Map.of(text, "value", "name", text).entrySet()) {
            SettingException refusal = assertThrows(SettingException.class, () -> tagged(tag.getKey(), tag.getValue()));
            assertTrue(String.valueOf(refusal.getMessage()).contains("a tag takes a name"), refusal.getMessage());
        }
        assertThrows(SettingException.class, () -> tagged("n".repeat(129), "v"));
        assertThrows(SettingException.class, () -> tagged("n", "v".repeat(257)));
    }

    @Test
    void allThatNoStoreTakesAreNamedAtOnce() {
        Map<String, String> tags = Map.of("b", "x,y", "a;", "v", "good", "v");

        SettingException refusal = assertThrows(
                SettingException.class, () -> ObjectOptions.read(SinkSettings.of("store", Map.of("tags", tags))));

        assertTrue(String.valueOf(refusal.getMessage()).contains("has 'a;', 'b'; a tag takes"), refusal.getMessage());
    }

    @Test
    void whatStoresTakeIsTaken() {
        assertEquals(
                Map.of("team", "etcd/ops @ 2+1"),
                tagged("team", "etcd/ops @ 2+1").tags());
        assertEquals(Map.of("Größe: klein", ""), tagged("Größe: klein", "").tags());
    }
}
