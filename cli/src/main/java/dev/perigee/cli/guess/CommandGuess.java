package dev.perigee.cli.guess;

import dev.perigee.cli.console.Changing;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import picocli.CommandLine;

/**
 * Which command may have been meant by a word that is none where it stands. First whoever has that very name, in the group
 * where it was looked for and below, then elsewhere; then other tools' words; at last slips of the finger.
 */
public final class CommandGuess {

    private static final int MOST = 4;

    private final CommandLine root;
    private final CommandLine at;

    /**
     * A guess.
     *
     * @param at the group that has no such command; all commands are there, from its root down
     */
    public CommandGuess(CommandLine at) {
        this.at = at;
        this.root = at.getCommandSpec().root().commandLine();
    }

    /**
     * What to tell whoever typed it.
     *
     * @param words what stands there: the word that isn't known, then all behind it
     * @return a sentence without its full stop; empty if nothing comes near
     */
    public Optional<String> hint(List<String> words) {
        String word = words.getFirst().toLowerCase(Locale.ROOT);
        List<CommandLine> same = named(word, words.subList(1, words.size()));
        if (same.isEmpty() || withinEtcdctl()) {
            Optional<String> told = lacking(word);
            if (told.isPresent()) {
                return told;
            }
        }
        Optional<String> ours = OtherWords.ours(word);
        boolean better = at == root && ours.isPresent() && same.stream().allMatch(CommandGuess::isSecond);
        if (!same.isEmpty() && !better) {
            return Optional.of(meant(same.stream().map(c -> path(c, words)).toList()));
        }
        return ours.isPresent() ? ours.map(command -> meant(List.of("perigee " + command))) : slip(word, words);
    }

    private static Optional<String> lacking(String word) {
        return OtherWords.theirs(word)
                .map(does -> "perigee has no '" + word + "'; " + OtherWords.tool(word) + "'s own, which " + does
                        + ", does it");
    }

    private boolean withinEtcdctl() {
        return at.getCommandName().equals("etcdctl");
    }

    private List<CommandLine> named(String word, List<String> behind) {
        List<CommandLine> here = at == root ? List.of() : below(at, name -> name.equals(word));
        if (!here.isEmpty()) {
            return here;
        }
        List<CommandLine> all = below(root, name -> name.equals(word));
        List<CommandLine> turned = all.stream()
                .filter(command -> !behind.isEmpty() && isPlural(behind.getFirst(), parentName(command)))
                .toList();
        return turned.isEmpty() ? withoutStandIns(all) : turned.subList(0, 1);
    }

    /** As in {@code list snapshots}. */
    private static boolean isPlural(String word, String name) {
        return word.equals(name) || word.equals(name + "s");
    }

    private static String parentName(CommandLine command) {
        return command.getParent() == null ? "" : command.getParent().getCommandName();
    }

    /** What stands in for etcdctl is for those who look for etcdctl, where another has the name, too. */
    private static List<CommandLine> withoutStandIns(List<CommandLine> commands) {
        List<CommandLine> others =
                commands.stream().filter(command -> !isStandIn(command)).toList();
        List<CommandLine> first =
                others.stream().filter(command -> !isSecond(command)).toList();
        return !first.isEmpty() ? first : others.isEmpty() ? commands : others;
    }

    private static boolean isStandIn(CommandLine command) {
        return qualified(command).startsWith("perigee etcdctl ");
    }

    /** Backups are what most people come for; keys and etcdctl's own commands are for those who name them. */
    private static boolean isSecond(CommandLine command) {
        return isStandIn(command) || qualified(command).startsWith("perigee keys ");
    }

    private Optional<String> slip(String word, List<String> words) {
        List<CommandLine> siblings = List.copyOf(at.getSubcommands().values());
        List<CommandLine> near = nearest(word, siblings);
        if (near.isEmpty()) {
            near = nearest(word, withoutStandIns(below(root, name -> true)));
        }
        return near.isEmpty()
                ? Optional.empty()
                : Optional.of(meant(near.stream().map(c -> path(c, words)).toList()));
    }

    /** Those that only read, if there are any near. */
    private static List<CommandLine> nearest(String word, List<CommandLine> commands) {
        List<CommandLine> near = commands.stream()
                .filter(command -> !command.getCommandSpec().usageMessage().hidden())
                .filter(command -> Distance.isSlip(word, command.getCommandName()))
                .toList();
        List<CommandLine> reading = near.stream()
                .filter(command -> !(command.getCommand() instanceof Changing))
                .toList();
        return reading.isEmpty() ? near : reading;
    }

    private static List<CommandLine> below(CommandLine group, Predicate<String> wanted) {
        List<CommandLine> found = new ArrayList<>();
        group.getSubcommands().values().stream()
                .filter(command -> !command.getCommandSpec().usageMessage().hidden())
                .forEach(command -> {
                    if (wanted.test(command.getCommandName())) {
                        found.add(command);
                    }
                    found.addAll(below(command, wanted));
                });
        return found;
    }

    /** The command with as many of the words behind as are commands in it, so that what is proposed does something. */
    private static String path(CommandLine command, List<String> words) {
        CommandLine last = command;
        for (String word : words.subList(1, words.size())) {
            CommandLine next = last.getSubcommands().get(word.toLowerCase(Locale.ROOT));
            if (next == null) {
                break;
            }
            last = next;
        }
        return qualified(last);
    }

    private static String qualified(CommandLine command) {
        return command.getCommandSpec().qualifiedName();
    }

    private static String meant(List<String> commands) {
        return commands.stream()
                .distinct()
                .limit(MOST)
                .map(command -> "'" + command + "'")
                .collect(Collectors.joining(" or ", "did you mean ", "?"));
    }
}
