package dev.perigee.cli.output;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class ViewTest {

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
            Table.Align.LEFT);
    private static final Fruit PLUM = new Fruit("plum", 40, List.of("blue"));
    private static final Fruit PEAR = new Fruit("pear \"Anjou\"", 180, List.of("green", "yellow"));

    @Test
    void simpleJoinsByCommaAndSpace() {
        assertEquals("plum, 40 g, blue\n", FRUIT.one(Format.SIMPLE, PLUM));
        assertEquals(
                "plum, 40 g, blue\npear \"Anjou\", 180 g, green+yellow\n",
                FRUIT.all(Format.SIMPLE, List.of(PLUM, PEAR)));
    }

    @Test
    void whatATerminalWouldObeyIsShownInEveryFormat() {
        Fruit forged = new Fruit("a\u001b[2J\n\u009b\u202e", 1, List.of());

        assertEquals("a\\u001b[2J\\n\\u009b\\u202e, 1 g, \n", FRUIT.one(Format.SIMPLE, forged));
        assertEquals(
                "{\"name\":\"a\\u001b[2J\\n\\u009b\\u202e\",\"grams\":1,\"colours\":[]}\n",
                FRUIT.one(Format.JSON, forged));
        assertEquals(
                "\"Name\" : a\\u001b[2J\\n\\u009b\\u202e",
                FRUIT.one(Format.FIELDS, forged).lines().findFirst().orElse(""));
        assertEquals(5, FRUIT.one(Format.TABLE, forged).lines().count());
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
                """, FRUIT.all(Format.TABLE, List.of(PLUM, PEAR)));
    }

    @Test
    void jsonIsAnObjectForOneAndAnArrayForMany() {
        String plum = "{\"name\":\"plum\",\"grams\":40,\"colours\":[\"blue\"]}";
        String pear = "{\"name\":\"pear \\\"Anjou\\\"\",\"grams\":180,\"colours\":[\"green\",\"yellow\"]}";

        assertEquals(plum + "\n", FRUIT.one(Format.JSON, PLUM));
        assertEquals("[" + plum + "," + pear + "]\n", FRUIT.all(Format.JSON, List.of(PLUM, PEAR)));
        assertEquals("[]\n", FRUIT.all(Format.JSON, List.of()));
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
                """, FRUIT.all(Format.FIELDS, List.of(PLUM, PEAR)));
    }

    @Test
    void controlCharactersAreEscapedInJson() {
        assertEquals("\"a\\n\\u0001\\\\\\u2028\"", Json.of("a\n\u0001\\\u2028"));
        assertEquals("null", Json.of(null));
    }
}
