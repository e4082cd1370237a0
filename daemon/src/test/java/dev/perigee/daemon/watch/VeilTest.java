package dev.perigee.daemon.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VeilTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            can't read /var/lib/perigee/spool: denied              | can't read <path>: denied
            can't read /srv/my backups/etcd/x.db: denied           | can't read <path>: denied
            can't read /srv/all my/old backups/etcd/x.db, or other | can't read <path>, or other
            '/srv/the old backups' is no directory                 | '<path>' is no directory
            "/srv/o b" and /srv/c are                              | "<path>" and <path> are
            GET /api/v1/status of http://host:9000/x said no       | GET /api/v1/status of http://host:9000/x said no
            prod/snapshots/2026.db has 3 bytes                     | prod/snapshots/2026.db has 3 bytes
            """)
    void pathsOfThisHostAreHiddenWithTheirBlanks(String sentence, String veiled) {
        assertEquals(veiled, Veil.over(sentence));
    }
}
