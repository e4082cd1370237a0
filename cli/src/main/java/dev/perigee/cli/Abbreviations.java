package dev.perigee.cli;

import java.util.Collection;
import java.util.List;

/** What etcdctl takes for its commands' names: any beginning that only one of a group has. Pure. */
final class Abbreviations {

    private Abbreviations() {}

    /**
     * The words that stand for a command.
     *
     * @param name the command's
     * @param all the names in its group
     * @param words what may be abbreviations
     * @return those that are a beginning of this name only, and no name themselves
     */
    static String[] of(String name, List<String> all, Collection<String> words) {
        return words.stream()
                .filter(word -> !word.isEmpty() && !all.contains(word) && name.startsWith(word))
                .filter(word ->
                        all.stream().filter(other -> other.startsWith(word)).count() == 1)
                .toArray(String[]::new);
    }
}
