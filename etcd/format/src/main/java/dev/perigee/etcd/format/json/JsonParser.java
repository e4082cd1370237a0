package dev.perigee.etcd.format.json;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads one text, once. The nesting cap keeps hostile text from exhausting the stack. */
final class JsonParser {

    private final String text;
    private int at;
    private int depth;

    JsonParser(String text) {
        this.text = text;
    }

    JsonValue document() throws JsonException {
        JsonValue value = value();
        skipSpace();
        if (at != text.length()) {
            throw fault("there is text behind the value");
        }
        return value;
    }

    private JsonValue value() throws JsonException {
        skipSpace();
        return switch (peek()) {
            case '{' -> object();
            case '[' -> array();
            case '"' -> new JsonString(string());
            case 't' -> word("true", new JsonBoolean(true));
            case 'f' -> word("false", new JsonBoolean(false));
            case 'n' -> word("null", JsonNull.NULL);
            default -> number();
        };
    }

    private JsonObject object() throws JsonException {
        enter();
        Map<String, JsonValue> members = new LinkedHashMap<>();
        if (!closes('}')) {
            do {
                member(members);
            } while (continues('}'));
        }
        depth--;
        return new JsonObject(members);
    }

    private void member(Map<String, JsonValue> members) throws JsonException {
        skipSpace();
        if (peek() != '"') {
            throw fault("a member's name must be a string");
        }
        String name = string();
        skipSpace();
        if (next() != ':') {
            throw fault("a ':' must follow a member's name");
        }
        if (members.putIfAbsent(name, value()) != null) {
            throw fault("the member '" + name + "' is there twice");
        }
    }

    private JsonArray array() throws JsonException {
        enter();
        List<JsonValue> values = new ArrayList<>();
        if (!closes(']')) {
            do {
                values.add(value());
            } while (continues(']'));
        }
        depth--;
        return new JsonArray(values);
    }

    private void enter() throws JsonException {
        at++;
        if (++depth > Json.MAX_DEPTH) {
            throw fault("values are nested deeper than " + Json.MAX_DEPTH);
        }
    }

    private boolean closes(char bracket) throws JsonException {
        skipSpace();
        if (peek() != bracket) {
            return false;
        }
        at++;
        return true;
    }

    private boolean continues(char bracket) throws JsonException {
        skipSpace();
        char c = next();
        if (c != ',' && c != bracket) {
            throw fault("a ',' or '" + bracket + "' must follow a value");
        }
        return c == ',';
    }

    private JsonValue word(String word, JsonValue value) throws JsonException {
        if (!text.startsWith(word, at)) {
            throw fault("this is no value");
        }
        at += word.length();
        return value;
    }

    private JsonNumber number() throws JsonException {
        int start = at;
        while (at < text.length() && "+-.eE0123456789".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        try {
            return new JsonNumber(text.substring(start, at));
        } catch (IllegalArgumentException e) {
            at = start;
            throw fault("this is no value");
        }
    }

    private String string() throws JsonException {
        at++;
        StringBuilder out = new StringBuilder();
        for (char c = next(); c != '"'; c = next()) {
            if (c < ' ') {
                throw fault("a control character stands unescaped in a string");
            }
            out.append(c == '\\' ? escaped() : c);
        }
        return out.toString();
    }

    private char escaped() throws JsonException {
        char c = next();
        return switch (c) {
            case '"', '\\', '/' -> c;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> unicode();
            default -> throw fault("'\\" + c + "' is no escape");
        };
    }

    private char unicode() throws JsonException {
        int code = 0;
        for (int i = 0; i < 4; i++) {
            char c = next();
            int digit = c < 128 ? Character.digit(c, 16) : -1;
            if (digit < 0) {
                throw fault("'\\u' needs four hex digits");
            }
            code = (code << 4) | digit;
        }
        return (char) code;
    }

    private void skipSpace() {
        while (at < text.length() && " \t\n\r".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private char peek() throws JsonException {
        if (at == text.length()) {
            throw fault("the text ends too early");
        }
        return text.charAt(at);
    }

    private char next() throws JsonException {
        char c = peek();
        at++;
        return c;
    }

    private JsonException fault(String what) {
        return new JsonException("not JSON: " + what + ", at character " + (at + 1));
    }
}
