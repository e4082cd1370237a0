package dev.perigee.core.keys;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class KeyFilterTest {

    @Test
    void prefixesInsideOthersAreNotAskedForTwice() {
        KeyFilter filter = new KeyFilter(List.of(Bytes.utf8("/a/b"), Bytes.utf8("/c"), Bytes.utf8("/a")), List.of());

        assertEquals(List.of(Bytes.utf8("/a"), Bytes.utf8("/c")), filter.ranges());
    }

    @Test
    void anExcludeWinsOverAPrefix() {
        KeyFilter filter = new KeyFilter(List.of(Bytes.utf8("/a")), List.of(Bytes.utf8("/a/tmp")));

        assertTrue(filter.takes(Bytes.utf8("/a/x")));
        assertFalse(filter.takes(Bytes.utf8("/a/tmp/x")));
        assertFalse(filter.takes(Bytes.utf8("/b")));
    }

    @Test
    void theEndOfAPrefixIsTheFirstKeyBehindIt() {
        assertEquals(Bytes.utf8("/b"), Bytes.utf8("/a").prefixEnd());
        assertEquals(
                Bytes.utf8("b"),
                Bytes.of(new byte[] {'a', (byte) 0xFF, (byte) 0xFF}).prefixEnd());
        assertEquals(
                Bytes.of(new byte[] {0}), Bytes.of(new byte[] {(byte) 0xFF}).prefixEnd());
        assertEquals(Bytes.of(new byte[] {0}), Bytes.EMPTY.prefixEnd());
    }

    @Test
    void secretsAreGuessedByKeyAndByValue() {
        for (String key :
                List.of("/app/db_password", "/gravity/api/tokens/x", "/registry/secrets/kube/a", "/api/users/joe")) {
            assertEquals(
                    Optional.empty(),
                    Redaction.DEFAULT
                            .applyTo(KeyEntry.of(Bytes.utf8(key), Bytes.utf8("x")))
                            .value(),
                    key);
        }
        for (String value : List.of(
                "{\"accessKey\":\"AK\"}", "{\"a\": {\"secretKey\" : \"s\"}}", "-----BEGIN RSA PRIVATE KEY-----")) {
            assertEquals(
                    Optional.empty(),
                    Redaction.DEFAULT
                            .applyTo(KeyEntry.of(Bytes.utf8("/x"), Bytes.utf8(value)))
                            .value(),
                    value);
        }
        KeyEntry plain = KeyEntry.of(Bytes.utf8("/dns/zone"), Bytes.utf8("{\"ttl\":60}"));
        assertEquals(plain, Redaction.DEFAULT.applyTo(plain));
    }
}
