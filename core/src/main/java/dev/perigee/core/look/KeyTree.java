package dev.perigee.core.look;

import dev.perigee.core.keys.KeyEntry;
import dev.perigee.core.kubernetes.KubernetesObject;
import dev.perigee.etcd.client.Bytes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Keys as a tree: of the words between their slashes, or, for Kubernetes, of namespaces, kinds and names. Holds a node for each branch
 * down to its depth, and no key.
 */
public final class KeyTree {

    /** More than anybody reads, and little enough to hold. */
    public static final int MOST_NODES = 100_000;

    private final int depth;
    private final boolean kubernetes;
    private final TreeMap<List<String>, Weight> nodes = new TreeMap<>(KeyTree::compare);
    private boolean full;

    /**
     * A node.
     *
     * @param depth how far down, from 0 up
     * @param weight its name, its keys and what they weigh
     */
    public record Node(int depth, Weight weight) {}

    /**
     * An empty tree.
     *
     * @param depth how many levels it has, from 1 up
     * @param kubernetes whether keys are objects of Kubernetes
     */
    public KeyTree(int depth, boolean kubernetes) {
        this.depth = depth;
        this.kubernetes = kubernetes;
    }

    /**
     * Adds a key.
     *
     * @param entry the key, with its value
     */
    public void add(KeyEntry entry) {
        List<String> words = words(entry);
        long size = entry.key().length() + entry.value().map(Bytes::length).orElse(0);
        for (int level = 1; level <= Math.min(depth, words.size()); level++) {
            List<String> path = List.copyOf(words.subList(0, level));
            if (nodes.containsKey(path) || nodes.size() < MOST_NODES) {
                nodes.merge(path, Weight.of(path.getLast()).plus(size, true), (sum, one) -> sum.plus(size, true));
            } else {
                full = true;
            }
        }
    }

    /**
     * The nodes, each before those below it.
     *
     * @return at most {@link #MOST_NODES}
     */
    public List<Node> nodes() {
        List<Node> list = new ArrayList<>(nodes.size());
        nodes.forEach((path, weight) -> list.add(new Node(path.size() - 1, weight)));
        return list;
    }

    /**
     * Whether there were more branches than it holds.
     *
     * @return true if some are missing
     */
    public boolean isCut() {
        return full;
    }

    private List<String> words(KeyEntry entry) {
        Optional<KubernetesObject> object =
                kubernetes ? KubernetesObject.of(entry.key(), entry.value()) : Optional.empty();
        return object.map(KeyTree::words).orElseGet(() -> words(entry.key().toString()));
    }

    private static List<String> words(KubernetesObject object) {
        String namespace = object.namespace().isEmpty() ? "(no namespace)" : object.namespace();
        return List.of(namespace, object.shownKind(), object.name());
    }

    /** The words of {@code /a/b/c} are {@code /a/}, {@code b/} and {@code c}. */
    private static List<String> words(String key) {
        List<String> words = new ArrayList<>();
        int start = 0;
        for (int at = key.indexOf('/', 1); at >= 0; at = key.indexOf('/', at + 1)) {
            words.add(key.substring(start, at + 1));
            start = at + 1;
        }
        if (start < key.length()) {
            words.add(key.substring(start));
        }
        return words;
    }

    private static int compare(List<String> one, List<String> other) {
        for (int at = 0; at < Math.min(one.size(), other.size()); at++) {
            int order = Comparator.<String>naturalOrder().compare(one.get(at), other.get(at));
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(one.size(), other.size());
    }
}
