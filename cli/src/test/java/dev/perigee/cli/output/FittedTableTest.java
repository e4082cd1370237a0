package dev.perigee.cli.output;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perigee.core.report.Column;
import dev.perigee.core.report.Report;
import dev.perigee.core.report.View;
import dev.perigee.core.report.View.Align;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class FittedTableTest {

    private record Row(String id, String taken, String sink, String finding) {}

    private static final View<Row> VIEW = new View<>(
            List.of(
                    Column.of("id", "id", "ID", Row::id),
                    Column.<Row>of("taken", "taken", "Taken", Row::taken).spare(),
                    Column.of("sink", "sink", "Sink", Row::sink),
                    Column.<Row>of("finding", "finding", "Finding", Row::finding)
                            .below()),
            Align.LEFT);

    private static final List<Row> ROWS = List.of(
            new Row(
                    "20261123T144429Z-2-a6c62423",
                    "2026-11-23T14:44:29Z",
                    "offsite",
                    "the body is shorter than it was"),
            new Row("20261122T144429Z-2-0bc62423", "2026-11-22T14:44:29Z", "local", ""));

    @Test
    void whereNobodyLooksItIsAsWideAsItIs() {
        assertEquals(
                Rendering.of(Format.TABLE, Report.of(VIEW, ROWS)),
                Rendering.of(Format.TABLE, Report.of(VIEW, ROWS), OptionalInt.empty()));
    }

    @Test
    void whereThereIsRoomNothingIsLeftOut() {
        assertEquals(Rendering.of(Format.TABLE, Report.of(VIEW, ROWS)), at(200));
    }

    @Test
    void whatCanBeSparedGoesFirst() {
        assertFalse(at(90).contains("TAKEN"), at(90));
        assertTrue(at(90).contains("FINDING"), at(90));
    }

    @Test
    void aLongFindingGoesBelow() {
        assertEquals("""
                +-----------------------------+---------+
                |             ID              |  SINK   |
                +-----------------------------+---------+
                | 20261123T144429Z-2-a6c62423 | offsite |
                | 20261122T144429Z-2-0bc62423 | local   |
                +-----------------------------+---------+
                20261123T144429Z-2-a6c62423 offsite, finding: the body is
                  shorter than it was
                """, at(60));
    }

    @Test
    void whatFitsNoTableBecomesAListAndNoIdIsCut() {
        assertEquals("""
                ID       20261123T144429Z-2-a6c62423
                TAKEN    2026-11-23T14:44:29Z
                SINK     offsite
                FINDING  the body is shorter than it was

                ID       20261122T144429Z-2-0bc62423
                TAKEN    2026-11-22T14:44:29Z
                SINK     local
                FINDING
                """, at(30));
    }

    @Test
    void wideLettersAndCombiningMarksAreMeasuredAsTheyLook() {
        String table =
                Table.draw(List.of("name"), List.of(List.of("備份"), List.of("no\u0308d"), List.of("plain")), Align.LEFT);

        assertEquals("""
                +-------+
                | NAME  |
                +-------+
                | 備份  |
                | no\u0308d   |
                | plain |
                +-------+
                """, table);
    }

    private static String at(int width) {
        return Rendering.of(Format.TABLE, Report.of(VIEW, ROWS), OptionalInt.of(width));
    }
}
