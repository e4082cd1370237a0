package dev.perigee.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ObjectKeyTest {

    /** As the class comment has it, once more in another notation. */
    private static final Pattern STATED =
            Pattern.compile("[A-Za-z0-9_=+-][A-Za-z0-9._=+-]{0,254}(/[A-Za-z0-9_=+-][A-Za-z0-9._=+-]{0,254})*");

    @ParameterizedTest
    @ValueSource(
            strings = {"a", "a/b", "a.b/c.d", "-/_/=/+", "Z9/0a", "a..", "prod/snapshots/20261129T155457Z-4-e0079caa.db"
            })
    void whatTheCommentAllowsIsAKey(String key) {
        assertTrue(ObjectKey.isValid(key));
        assertEquals(key, ObjectKey.of(key).value());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "/", "/a", "a/", "a//b", ".", ".a", "a/.b", "..", "a b", "a\n", "ä", "a:b", "a\\b", "a\u0000"
            })
    void nothingElseIs(String key) {
        assertFalse(ObjectKey.isValid(key));
        assertThrows(IllegalArgumentException.class, () -> ObjectKey.of(key));
    }

    @Test
    void aSegmentAndAKeyHaveTheirLongest() {
        String longest = "a".repeat(ObjectKey.MAX_SEGMENT_BYTES);

        assertTrue(ObjectKey.isValid(longest + "/" + longest));
        assertFalse(ObjectKey.isValid(longest + "b"));
        assertFalse(ObjectKey.isValid("c/" + longest + "b/c"));
        assertTrue(ObjectKey.isValid("a/".repeat(449) + "aa"));
        assertFalse(ObjectKey.isValid("a/".repeat(450) + "a"));
    }

    @Test
    void eachCharacterStandsWhereItMay() {
        for (char character = 0; character < 0x180; character++) {
            for (String key : new String[] {character + "", "a" + character, "a/" + character, character + "/a"}) {
                assertEquals(STATED.matcher(key).matches(), ObjectKey.isValid(key), key);
            }
        }
    }
}
