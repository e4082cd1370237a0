package dev.perigee.cli.snapshot;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.perigee.cli.output.Format;
import dev.perigee.cli.output.Rendering;
import dev.perigee.core.report.StatusRow;
import dev.perigee.etcd.format.snapshot.SnapshotFacts;
import dev.perigee.etcd.format.snapshot.Trailer;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class StatusRowTest {

    /** A store of etcd 3.4, so without a version: what etcdutl 3.6 prints of it is known to the byte. */
    private static final StatusRow ROW = new StatusRow(
            new SnapshotFacts(
                    20512,
                    20480,
                    4096,
                    7,
                    0x5a69c618L,
                    4,
                    4,
                    -1,
                    -1,
                    3,
                    8,
                    1,
                    Optional.empty(),
                    Optional.of("3.4.0"),
                    OptionalLong.of(7),
                    OptionalLong.empty(),
                    1,
                    List.of(),
                    false,
                    List.of()),
            Trailer.OK);

    @Test
    void simpleEndsInASpaceWhereTheVersionIsUnknown() {
        assertEquals("5a69c618, 4, 1, 20 kB, \n", Rendering.of(Format.SIMPLE, ROW.asEtcdutl()));
    }

    @Test
    void theTableIsThatOfEtcdutl() {
        assertEquals("""
                +----------+----------+------------+------------+---------+
                |   HASH   | REVISION | TOTAL KEYS | TOTAL SIZE | VERSION |
                +----------+----------+------------+------------+---------+
                | 5a69c618 |        4 |          1 |      20 kB |         |
                +----------+----------+------------+------------+---------+
                """, Rendering.of(Format.TABLE, ROW.asEtcdutl()));
    }

    @Test
    void jsonHasTheHashAsANumber() {
        assertEquals(
                "{\"hash\":1516881432,\"revision\":4,\"totalKey\":1,\"totalSize\":20480,\"version\":\"\"}\n",
                Rendering.of(Format.JSON, ROW.asEtcdutl()));
    }

    @Test
    void fieldsAreUnquotedAndTheDigestIsOneMoreOfThem() {
        String etcdutl = "\"Hash\" : 1516881432\n\"Revision\" : 4\n\"Keys\" : 1\n\"Size\" : 20480\n\"Version\" : \n";

        assertEquals(etcdutl, Rendering.of(Format.FIELDS, ROW.asEtcdutl()));
        assertEquals(etcdutl + "\"Digest\" : ok\n", Rendering.of(Format.FIELDS, ROW.withProof()));
    }
}
