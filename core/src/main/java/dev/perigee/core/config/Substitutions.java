package dev.perigee.core.config;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigUtil;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Counts, before anything is filled in, how long a configuration will be with all its {@code ${…}} filled in. A few lines
 * can ask for more than any heap holds: {@code a = [${b}, ${b}]}, {@code b = [${c}, ${c}]}, and so on. Never counts too
 * little; too much only where a value is put together out of itself.
 *
 * <p>Reads what the library writes of a configuration whose substitutions are open: JSON, but for {@code ${path}} and
 * {@code ${?path}}, pieces that stand side by side, and a key that stands several times if its values have to be merged.
 */
final class Substitutions {

    /** What stands at one path, in all places where it is written, or an element of a list. */
    private static final class Node {
        private final Map<String, Node> children = new HashMap<>();
        private final List<Definition> definitions = new ArrayList<>();
        private long total = OPEN;
        private boolean counting;
        private long soFar;

        /** Whether more may be in it than is written below it. */
        private boolean refers;
    }

    /** What is written at one place: letters, and what else counts as often as it stands here. */
    private static final class Definition {
        private final List<List<Node>> parts = new ArrayList<>();
        private long letters;
        private boolean replaces;
    }

    private static final long OPEN = -1;

    private final String text;
    private final Node root = new Node();
    private int at;

    private Substitutions(String text) {
        this.text = text;
    }

    /**
     * How long the configuration is when it is filled in.
     *
     * @param open the configuration as parsed
     * @param environment what fills in names that aren't in the configuration
     * @return letters of its shortest form; {@link Long#MAX_VALUE} if it is more than that
     */
    static long filledIn(ConfigObject open, Map<String, String> environment) {
        Substitutions reader = new Substitutions(open.render(ConfigRenderOptions.concise()));
        reader.value(reader.root);
        environment.forEach(reader::fromEnvironment);
        return reader.total(reader.root);
    }

    private void fromEnvironment(String name, String value) {
        Node node = root.children.get(name);
        if (node != null && node.definitions.isEmpty()) {
            node.total = value.length();
        }
    }

    private long total(Node node) {
        if (node.counting) {
            return Math.max(node.soFar, text.length());
        }
        if (node.total == OPEN) {
            node.counting = true;
            node.definitions.forEach(definition -> count(node, definition));
            node.children.values().forEach(child -> node.soFar = plus(node.soFar, total(child)));
            node.counting = false;
            node.total = node.soFar;
        }
        return node.total;
    }

    /** A value that refers to its own path means what stood there before. */
    private void count(Node node, Definition definition) {
        long sum = definition.replaces ? definition.letters : plus(node.soFar, definition.letters);
        for (List<Node> path : definition.parts) {
            for (Node part : path) {
                boolean counts = part.refers || part.equals(path.getLast());
                sum = plus(sum, !counts ? 0 : part.equals(node) ? node.soFar : total(part));
            }
        }
        node.soFar = sum;
    }

    private static long plus(long one, long other) {
        long sum = one + other;
        return sum < 0 ? Long.MAX_VALUE : sum;
    }

    /** One value: pieces side by side, until the comma or bracket behind it. */
    private void value(Node node) {
        Definition definition = new Definition();
        node.definitions.add(definition);
        while (at < text.length() && ",]}".indexOf(text.charAt(at)) < 0) {
            piece(node, definition);
        }
    }

    private void piece(Node node, Definition definition) {
        int from = at;
        char first = text.charAt(at);
        definition.replaces |= first != '{' && first != '$';
        switch (first) {
            case '{' -> object(node, definition);
            case '[' -> list(definition);
            case '$' -> {
                node.refers = true;
                definition.parts.add(nodes(path()));
            }
            case '"' -> string();
            default -> at++;
        }
        definition.letters += "{[$".indexOf(first) < 0 ? at - from : 2;
    }

    private void object(Node node, Definition definition) {
        at++;
        while (text.charAt(at) != '}') {
            String key = string();
            definition.letters += key.length() + 2;
            at++; // the colon
            value(node.children.computeIfAbsent(ConfigUtil.splitPath(key).getFirst(), name -> new Node()));
            skipComma();
        }
        at++;
    }

    private void list(Definition definition) {
        at++;
        while (text.charAt(at) != ']') {
            Node element = new Node();
            value(element);
            definition.parts.add(List.of(element));
            definition.letters++;
            skipComma();
        }
        at++;
    }

    private void skipComma() {
        if (text.charAt(at) == ',') {
            at++;
        }
    }

    /** What the path leads to, behind the blocks on the way: what is merged into those may bring more of it. */
    private List<Node> nodes(List<String> path) {
        List<Node> nodes = new ArrayList<>();
        Node node = root;
        for (String key : path) {
            node = node.children.computeIfAbsent(key, name -> new Node());
            nodes.add(node);
        }
        return nodes;
    }

    private List<String> path() {
        at += text.charAt(at + 2) == '?' ? 3 : 2;
        int from = at;
        while (text.charAt(at) != '}') {
            if (text.charAt(at) == '"') {
                string();
            } else {
                at++;
            }
        }
        return ConfigUtil.splitPath(text.substring(from, at++));
    }

    /** A string with its quotation marks. */
    private String string() {
        int from = at++;
        while (text.charAt(at) != '"') {
            at += text.charAt(at) == '\\' ? 2 : 1;
        }
        return text.substring(from, ++at);
    }
}
