package dev.perigee.cli.reference;

import java.util.Collection;
import java.util.stream.Collectors;

/** What the scripts of several shells have in common. */
final class ShellWords {

    private ShellWords() {}

    /** The names of all options that a value follows: a script that looks for the command passes over both. */
    static String valued(CommandWords root, String between) {
        return root.all()
                .flatMap(command -> command.options().stream())
                .filter(OptionWords::takesValue)
                .map(OptionWords::names)
                .flatMap(Collection::stream)
                .distinct()
                .collect(Collectors.joining(between));
    }
}
