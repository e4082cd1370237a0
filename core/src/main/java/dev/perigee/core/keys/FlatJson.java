package dev.perigee.core.keys;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import dev.perigee.etcd.format.json.JsonException;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** A JSON object whose members are texts and whole numbers, as each line of a dump is one. Others are only known to be there. */
public final class FlatJson {

    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private static final Object OTHER = new Object();

    private final Map<String, Object> members;

    private FlatJson(Map<String, Object> members) {
        this.members = members;
    }

    /** Reads one object with nothing behind it but white space. No message holds any of its text: it may be a secret. */
    public static FlatJson parse(byte[] utf8) throws JsonException {
        try (JsonParser parser = JSON.createParser(utf8)) {
            return new FlatJson(members(parser));
        } catch (JsonException e) {
            throw e;
        } catch (IOException e) {
            throw new JsonException("not JSON" + place(e));
        }
    }

    private static String place(IOException e) {
        return e instanceof JacksonException jackson && jackson.getLocation() != null
                ? ", or a member is there twice, at character "
                        + jackson.getLocation().getColumnNr()
                : "";
    }

    private static Map<String, Object> members(JsonParser parser) throws IOException {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            throw new JsonException("not a JSON object");
        }
        Map<String, Object> members = new HashMap<>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            Object value = value(parser, parser.nextToken());
            members.put(name, value);
        }
        if (parser.nextToken() != null) {
            throw new JsonException("there is text behind the JSON object");
        }
        return members;
    }

    private static Object value(JsonParser parser, JsonToken token) throws IOException {
        return switch (token) {
            case VALUE_STRING -> parser.getText();
            case VALUE_NUMBER_INT -> parser.getLongValue();
            default -> {
                parser.skipChildren();
                yield OTHER;
            }
        };
    }

    public boolean has(String name) {
        return members.containsKey(name);
    }

    public Optional<String> text(String name) throws JsonException {
        return typed(name, String.class, "a string");
    }

    public OptionalLong number(String name) throws JsonException {
        Optional<Long> number = typed(name, Long.class, "a whole number");
        return number.isPresent() ? OptionalLong.of(number.get()) : OptionalLong.empty();
    }

    /** The text of a member that must be there. */
    public String requiredText(String name) throws JsonException {
        return text(name).orElseThrow(() -> missing(name));
    }

    /** The number of a member that must be there. */
    public long requiredNumber(String name) throws JsonException {
        return number(name).orElseThrow(() -> missing(name));
    }

    private static JsonException missing(String name) {
        return new JsonException("'" + name + "' is missing");
    }

    private <T> Optional<T> typed(String name, Class<T> type, String what) throws JsonException {
        Object value = members.get(name);
        if (value != null && !type.isInstance(value)) {
            throw new JsonException("'" + name + "' must be " + what);
        }
        return Optional.ofNullable(value).map(type::cast);
    }
}
