package dev.perigee.cli;

import dev.perigee.cli.console.Session;
import dev.perigee.cli.console.Subcommands;
import dev.perigee.cli.etcdctl.EtcdctlGroup;
import dev.perigee.cli.text.Arguments;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/**
 * Builds picocli's tree of commands, or as much of it as a command line needs: reading all of them takes longer than
 * most commands do.
 */
final class CommandTree {

    private static final String HELP = "help";

    private final Session session;
    private final Commands factory;

    CommandTree(Session session) {
        this.session = session;
        this.factory = new Commands(session);
    }

    /** All commands, where etcd's own may be abbreviated to one of these words. */
    CommandLine whole(Set<String> words) {
        return tree(name -> true, words);
    }

    /** All commands. */
    CommandLine whole() {
        return whole(Set.of());
    }

    /** The commands that have one of these names, or are abbreviated to one, as far as the groups above them have, too. */
    CommandLine named(Set<String> words) {
        return tree(words::contains, words);
    }

    private CommandLine tree(Predicate<String> wanted, Set<String> words) {
        CommandLine root = new CommandLine(new Perigee(session), factory);
        grow(root, Perigee.class, wanted, Set.of(), words);
        Arguments.read(root);
        return root.setCaseInsensitiveEnumValuesAllowed(true)
                .setHelpFactory(HelpPage::new)
                .setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF));
    }

    /** Which words may abbreviate commands of this group: none, but all below etcdctl. */
    private void grow(
            CommandLine group, Class<?> type, Predicate<String> wanted, Set<String> abbreviations, Set<String> words) {
        Subcommands subcommands = type.getAnnotation(Subcommands.class);
        if (subcommands == null) {
            return;
        }
        for (Class<?> command : subcommands.value()) {
            String name = name(command);
            String[] shortNames = Abbreviations.of(name, names(subcommands), abbreviations);
            if (wanted.test(name) || shortNames.length > 0) {
                CommandLine branch = new CommandLine(command, factory);
                grow(branch, command, wanted, command == EtcdctlGroup.class ? words : abbreviations, words);
                group.addSubcommand(name, branch, shortNames);
            }
        }
        if (type != Perigee.class && wanted.test(HELP)) {
            group.addSubcommand(HELP, hidden(new CommandLine(Help.class, factory)));
        }
    }

    private static String name(Class<?> command) {
        return command.getAnnotation(CommandLine.Command.class).name();
    }

    private static List<String> names(Subcommands subcommands) {
        return Arrays.stream(subcommands.value()).map(CommandTree::name).toList();
    }

    /** Who asks a group for help gets it; the list of its commands has no line for that. */
    private static CommandLine hidden(CommandLine command) {
        command.getCommandSpec().usageMessage().hidden(true);
        return command;
    }
}
