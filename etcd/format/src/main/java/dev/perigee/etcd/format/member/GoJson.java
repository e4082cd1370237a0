package dev.perigee.etcd.format.member;

import java.util.List;
import java.util.stream.Collectors;

/** Writes strings as Go's JSON encoder does, so that our bytes equal etcd's. */
final class GoJson {

    private GoJson() {}

    static String array(List<String> items) {
        return items.stream().map(GoJson::string).collect(Collectors.joining(",", "[", "]"));
    }

    static String string(String text) {
        StringBuilder json = new StringBuilder(text.length() + 2).append('"');
        text.codePoints().forEach(point -> append(json, point));
        return json.append('"').toString();
    }

    private static void append(StringBuilder json, int point) {
        switch (point) {
            case '"' -> json.append("\\\"");
            case '\\' -> json.append("\\\\");
            case '\n' -> json.append("\\n");
            case '\r' -> json.append("\\r");
            case '\t' -> json.append("\\t");
            default -> {
                if (escaped(point)) {
                    json.append("\\u%04x".formatted(point));
                } else {
                    json.appendCodePoint(lone(point) ? 0xFFFD : point);
                }
            }
        }
    }

    private static boolean escaped(int point) {
        return point < 0x20 || point == '<' || point == '>' || point == '&' || point == 0x2028 || point == 0x2029;
    }

    private static boolean lone(int point) {
        return point >= 0xD800 && point <= 0xDFFF;
    }
}
