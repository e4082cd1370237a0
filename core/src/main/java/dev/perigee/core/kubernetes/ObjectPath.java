package dev.perigee.core.kubernetes;

import dev.perigee.etcd.client.Bytes;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What the key of an object tells: {@code /registry/[GROUP/]RESOURCE/[NAMESPACE/]NAME}.
 *
 * @param group the API group, where it is part of the key, as for custom resources; else empty
 * @param resource such as {@code configmaps}
 * @param namespace empty for what belongs to none
 * @param name the object's name
 */
public record ObjectPath(String group, String resource, String namespace, String name) {

    /** Where an API server keeps its objects unless {@code --etcd-prefix} says otherwise. */
    public static final Bytes REGISTRY = Bytes.of("/registry/");

    /**
     * Reads a key.
     *
     * @param key any key
     * @return empty if no object can have it
     */
    public static Optional<ObjectPath> of(Bytes key) {
        Optional<String> text = key.utf8().filter(path -> path.startsWith("/"));
        if (text.isEmpty()) {
            return Optional.empty();
        }
        List<String> words = List.of(text.get().substring(1).split("/", -1));
        return words.size() < 3 ? Optional.empty() : Optional.of(below(words.subList(1, words.size())));
    }

    private static ObjectPath below(List<String> words) {
        boolean grouped = words.getFirst().contains(".") && words.size() > 2;
        List<String> rest = grouped ? words.subList(1, words.size()) : plain(words);
        String group = grouped ? words.getFirst() : "";
        List<String> where = rest.subList(1, rest.size());
        return where.size() == 1
                ? new ObjectPath(group, rest.getFirst(), "", where.getFirst())
                : new ObjectPath(
                        group, rest.getFirst(), where.getFirst(), String.join("/", where.subList(1, where.size())));
    }

    /** Services and their endpoints share a folder: {@code services/specs/NAMESPACE/NAME}, {@code services/endpoints/…}. */
    private static List<String> plain(List<String> words) {
        if (words.size() != 4 || !words.getFirst().equals("services")) {
            return words;
        }
        String resource = words.get(1).equals("endpoints") ? "endpoints" : "services";
        return List.of(resource, words.get(2), words.get(3));
    }

    /**
     * The resource as kubectl names it.
     *
     * @return such as {@code configmaps} or {@code zones.dns.example}
     */
    public String qualified() {
        return group.isEmpty() ? resource : resource + "." + group;
    }

    /** Whether a word means this resource, in whatever case. */
    boolean isCalled(String word) {
        String lower = word.toLowerCase(Locale.ROOT);
        return lower.equals(resource) || lower.equals(qualified()) || (lower + "s").equals(resource);
    }
}
