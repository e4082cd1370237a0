package dev.perigee.cli;

import dev.perigee.cli.console.Session;
import dev.perigee.cli.console.Subcommands;
import dev.perigee.cli.text.Arguments;
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

    /** All commands. */
    CommandLine whole() {
        return tree(name -> true);
    }

    /** The commands that have one of these names, as far as the groups above them have, too. */
    CommandLine named(Set<String> words) {
        return tree(words::contains);
    }

    private CommandLine tree(Predicate<String> wanted) {
        CommandLine root = new CommandLine(new Perigee(session), factory);
        grow(root, Perigee.class, wanted);
        Arguments.read(root);
        return root.setCaseInsensitiveEnumValuesAllowed(true)
                .setHelpFactory(HelpPage::new)
                .setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF));
    }

    private void grow(CommandLine group, Class<?> type, Predicate<String> wanted) {
        Subcommands subcommands = type.getAnnotation(Subcommands.class);
        if (subcommands == null) {
            return;
        }
        for (Class<?> command : subcommands.value()) {
            String name = command.getAnnotation(CommandLine.Command.class).name();
            if (wanted.test(name)) {
                CommandLine branch = new CommandLine(command, factory);
                grow(branch, command, wanted);
                group.addSubcommand(name, branch);
            }
        }
        if (type != Perigee.class && wanted.test(HELP)) {
            group.addSubcommand(HELP, hidden(new CommandLine(Help.class, factory)));
        }
    }

    /** Who asks a group for help gets it; the list of its commands has no line for that. */
    private static CommandLine hidden(CommandLine command) {
        command.getCommandSpec().usageMessage().hidden(true);
        return command;
    }
}
