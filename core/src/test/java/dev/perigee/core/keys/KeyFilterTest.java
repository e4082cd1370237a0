package dev.perigee.core.keys;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.etcd.client.Bytes;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class KeyFilterTest {

    @Test
    void prefixesInsideOthersAreNotAskedForTwice() {
        KeyFilter filter = new KeyFilter(List.of(Bytes.of("/a/b"), Bytes.of("/c"), Bytes.of("/a")), List.of());

        assertEquals(List.of(Bytes.of("/a"), Bytes.of("/c")), filter.ranges());
    }

    @Test
    void anExcludeWinsOverAPrefix() {
        KeyFilter filter = new KeyFilter(List.of(Bytes.of("/a")), List.of(Bytes.of("/a/tmp")));

        assertTrue(filter.takes(Bytes.of("/a/x")));
        assertFalse(filter.takes(Bytes.of("/a/tmp/x")));
        assertFalse(filter.takes(Bytes.of("/b")));
    }

    @Test
    void secretsAreGuessedByKeyAndByValue() {
        for (String key :
                List.of("/app/db_password", "/gravity/api/tokens/x", "/registry/secrets/kube/a", "/api/users/joe")) {
            assertEquals(
                    Optional.empty(),
                    Redaction.DEFAULT
                            .applyTo(KeyEntry.of(Bytes.of(key), Bytes.of("x")))
                            .value(),
                    key);
        }
        for (String value : List.of(
                "{\"accessKey\":\"AK\"}", "{\"a\": {\"secretKey\" : \"s\"}}", "-----BEGIN RSA PRIVATE KEY-----")) {
            assertEquals(
                    Optional.empty(),
                    Redaction.DEFAULT
                            .applyTo(KeyEntry.of(Bytes.of("/x"), Bytes.of(value)))
                            .value(),
                    value);
        }
        Redaction own = Redaction.DEFAULT.withKeys(Redaction.patterns("^/MyApp/"));
        assertEquals(
                Optional.empty(),
                own.applyTo(KeyEntry.of(Bytes.of("/MyApp/x"), Bytes.of("1"))).value());
        KeyEntry plain = KeyEntry.of(Bytes.of("/dns/zone"), Bytes.of("{\"ttl\":60}"));
        assertEquals(plain, Redaction.DEFAULT.applyTo(plain));
    }
}
