package dev.perigee.etcd.format.json;

import java.util.Iterator;
import java.util.Map;

/** Writes one value. U+2028 and U+2029 are always escaped, as Go does: JavaScript once took them for line ends. */
final class JsonWriter {

    private final StringBuilder out = new StringBuilder();
    private final boolean escapeHtml;

    JsonWriter(boolean escapeHtml) {
        this.escapeHtml = escapeHtml;
    }

    String write(JsonValue value) {
        any(value);
        return out.toString();
    }

    private void any(JsonValue value) {
        switch (value) {
            case JsonObject object -> object(object);
            case JsonArray array -> array(array);
            case JsonString string -> string(string.value());
            case JsonNumber number -> out.append(number.literal());
            case JsonBoolean bool -> out.append(bool.value());
            case JsonNull _ -> out.append("null");
        }
    }

    private void object(JsonObject object) {
        out.append('{');
        Iterator<Map.Entry<String, JsonValue>> members =
                object.members().entrySet().iterator();
        while (members.hasNext()) {
            Map.Entry<String, JsonValue> member = members.next();
            string(member.getKey());
            out.append(':');
            any(member.getValue());
            comma(members);
        }
        out.append('}');
    }

    private void array(JsonArray array) {
        out.append('[');
        Iterator<JsonValue> values = array.values().iterator();
        while (values.hasNext()) {
            any(values.next());
            comma(values);
        }
        out.append(']');
    }

    private void comma(Iterator<?> rest) {
        if (rest.hasNext()) {
            out.append(',');
        }
    }

    private void string(String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isSurrogate(c)) {
                i = surrogate(text, i);
            } else {
                character(c);
            }
        }
        out.append('"');
    }

    private int surrogate(String text, int at) {
        int codePoint = text.codePointAt(at);
        if (Character.isSupplementaryCodePoint(codePoint)) {
            out.appendCodePoint(codePoint);
            return at + 1;
        }
        out.append("\\ufffd");
        return at;
    }

    private void character(char c) {
        switch (c) {
            case '"', '\\' -> out.append('\\').append(c);
            case '\n' -> out.append("\\n");
            case '\r' -> out.append("\\r");
            case '\t' -> out.append("\\t");
            case '\b' -> out.append("\\b");
            case '\f' -> out.append("\\f");
            default -> plainOrEscaped(c);
        }
    }

    private void plainOrEscaped(char c) {
        boolean html = escapeHtml && (c == '<' || c == '>' || c == '&');
        if (html || c < ' ' || c == '\u2028' || c == '\u2029') {
            out.append(String.format("\\u%04x", (int) c));
        } else {
            out.append(c);
        }
    }
}
