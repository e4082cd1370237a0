package dev.perigee.daemon.http;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a request asks, once it has come through the door.
 *
 * @param name the part of the path that a route leaves open; empty if it leaves none
 * @param parameters of the query, each once
 */
record Question(String name, Map<String, String> parameters) {

    Question {
        parameters = Map.copyOf(parameters);
    }

    static Question of(String name, Optional<String> rawQuery, Set<String> known) throws Refused {
        Map<String, String> parameters = new LinkedHashMap<>();
        for (String pair : rawQuery.filter(query -> !query.isEmpty())
                .map(query -> query.split("&", -1))
                .orElse(new String[0])) {
            int equals = pair.indexOf('=');
            String key = decoded(equals < 0 ? pair : pair.substring(0, equals));
            if (!known.contains(key)) {
                throw new Refused(
                        400,
                        "no parameter is called '" + key + "'",
                        known.isEmpty() ? "it takes none" : "there are: " + String.join(", ", known));
            }
            if (parameters.put(key, equals < 0 ? "" : decoded(pair.substring(equals + 1))) != null) {
                throw new Refused(400, "the parameter '" + key + "' is there twice", "");
            }
        }
        return new Question(name, parameters);
    }

    private static String decoded(String text) throws Refused {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new Refused(400, "the query can't be decoded", "");
        }
    }

    Optional<String> text(String key) {
        return Optional.ofNullable(parameters.get(key)).filter(value -> !value.isEmpty());
    }

    boolean flag(String key) throws Refused {
        return switch (parameters.getOrDefault(key, "false")) {
            case "true", "1" -> true;
            case "false", "0" -> false;
            default -> throw new Refused(400, "the parameter '" + key + "' takes true or false", "");
        };
    }

    boolean requiredFlag(String key) throws Refused {
        if (!parameters.containsKey(key)) {
            throw new Refused(400, "the parameter '" + key + "' is missing", "it takes true or false");
        }
        return flag(key);
    }
}
