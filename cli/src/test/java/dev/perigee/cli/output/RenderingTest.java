package dev.perigee.cli.output;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.perigee.core.report.Column;
import dev.perigee.core.report.Json;
import dev.perigee.core.report.Report;
import dev.perigee.core.report.View;
import dev.perigee.core.report.View.Align;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class RenderingTest {

    private record Fruit(String name, long grams, List<String> colours) {}

    private static final View<Fruit> FRUIT = new View<>(
            List.of(
                    Column.of("name", "name", "Name", Fruit::name),
                    new Column<>("weight", "grams", "Weight", fruit -> fruit.grams() + " g", Fruit::grams),
                    new Column<>(
                            "colours",
                            "colours",
                            "Colours",
                            fruit -> String.join("+", fruit.colours()),
                            Fruit::colours)),
            Align.LEFT);
    private static final Fruit PLUM = new Fruit("plum", 40, List.of("blue"));
    private static final Fruit PEAR = new Fruit("pear \"Anjou\"", 180, List.of("green", "yellow"));

    @Test
    void simpleJoinsByCommaAndSpace() {
        assertEquals("plum, 40 g, blue\n", Rendering.of(Format.SIMPLE, Report.of(FRUIT, PLUM)));
        assertEquals(
                "plum, 40 g, blue\npear \"Anjou\", 180 g, green+yellow\n",
                Rendering.of(Format.SIMPLE, Report.of(FRUIT, List.of(PLUM, PEAR))));
    }

    @Test
    void whatATerminalWouldObeyIsShownInEveryFormat() {
        Fruit forged = new Fruit("a\u001b[2J\n\u009b\u202e", 1, List.of());

        assertEquals("a\\u001b[2J\\n\\u009b\\u202e, 1 g, \n", Rendering.of(Format.SIMPLE, Report.of(FRUIT, forged)));
        assertEquals(
                "{\"name\":\"a\\u001b[2J\\n\\u009b\\u202e\",\"grams\":1,\"colours\":[]}\n",
                Rendering.of(Format.JSON, Report.of(FRUIT, forged)));
        assertEquals(
                "\"Name\" : a\\u001b[2J\\n\\u009b\\u202e",
                Rendering.of(Format.FIELDS, Report.of(FRUIT, forged))
                        .lines()
                        .findFirst()
                        .orElse(""));
        assertEquals(
                5, Rendering.of(Format.TABLE, Report.of(FRUIT, forged)).lines().count());
    }

    @Test
    void aFieldOfSeveralNamedValuesIsForPeople() {
        View<Fruit> stock = new View<>(
                List.of(new Column<>(
                        "stock", "stock", "Stock", Fruit::name, _ -> new TreeMap<>(Map.of("a", 1, "b", 2)))),
                Align.LEFT);

        assertEquals("\"Stock\" : a 1, b 2\n", Rendering.of(Format.FIELDS, Report.of(stock, PLUM)));
        assertEquals("{\"stock\":{\"a\":1,\"b\":2}}\n", Rendering.of(Format.JSON, Report.of(stock, PLUM)));
    }

    @Test
    void tablesCentreTheirHeaders() {
        assertEquals("""
                +--------------+--------+--------------+
                |     NAME     | WEIGHT |   COLOURS    |
                +--------------+--------+--------------+
                | plum         | 40 g   | blue         |
                | pear "Anjou" | 180 g  | green+yellow |
                +--------------+--------+--------------+
                """, Rendering.of(Format.TABLE, Report.of(FRUIT, List.of(PLUM, PEAR))));
    }

    @Test
    void jsonIsAnObjectForOneAndAnArrayForMany() {
        String plum = "{\"name\":\"plum\",\"grams\":40,\"colours\":[\"blue\"]}";
        String pear = "{\"name\":\"pear \\\"Anjou\\\"\",\"grams\":180,\"colours\":[\"green\",\"yellow\"]}";

        assertEquals(plum + "\n", Rendering.of(Format.JSON, Report.of(FRUIT, PLUM)));
        assertEquals("[" + plum + "," + pear + "]\n", Rendering.of(Format.JSON, Report.of(FRUIT, List.of(PLUM, PEAR))));
        assertEquals("[]\n", Rendering.of(Format.JSON, Report.of(FRUIT, List.of())));
    }

    @Test
    void fieldsAreOnePerLineWithAnEmptyLineBetweenRows() {
        assertEquals("""
                "Name" : plum
                "Weight" : 40
                "Colours" : blue

                "Name" : pear "Anjou"
                "Weight" : 180
                "Colours" : green yellow
                """, Rendering.of(Format.FIELDS, Report.of(FRUIT, List.of(PLUM, PEAR))));
    }

    @Test
    void controlCharactersAreEscapedInJson() {
        assertEquals("\"a\\n\\u0001\\\\\\u2028\"", Json.of("a\n\u0001\\\u2028"));
        assertEquals("null", Json.of(null));
    }
}
