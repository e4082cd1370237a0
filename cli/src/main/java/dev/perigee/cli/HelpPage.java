package dev.perigee.cli;

import dev.perigee.cli.reference.CommandWords;
import dev.perigee.cli.reference.OptionWords;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** A command's help: a short synopsis, the command's own options, and only the names of the global ones. */
final class HelpPage extends Help {

    HelpPage(CommandSpec spec, ColorScheme colours) {
        super(spec, colours);
    }

    @Override
    public String synopsis(int headingLength) {
        StringBuilder line = new StringBuilder(commandSpec().qualifiedName());
        line.append(subcommands().isEmpty() ? " [OPTIONS]" : " COMMAND");
        CommandWords.positionals(commandSpec())
                .forEach(positional -> line.append(' ').append(CommandWords.argument(positional)));
        return line.append('\n').toString();
    }

    @Override
    public String optionList() {
        String own = titled("Options", options(option -> !global(option)));
        return own + (isRoot() ? titled("Global options", options(HelpPage::global)) : globalNames());
    }

    @Override
    public String commandListHeading(Object... params) {
        return subcommands().isEmpty() ? "" : "\nCommands:\n";
    }

    @Override
    public String parameterListHeading(Object... params) {
        return CommandWords.positionals(commandSpec()).isEmpty() ? "" : "\nArguments:\n";
    }

    /** Whatever stands in a footer is an example. */
    @Override
    public String footerHeading(Object... params) {
        return CommandWords.examples(commandSpec().commandLine()).isEmpty() ? "" : "\nExamples:\n";
    }

    @Override
    public String footer(Object... params) {
        return CommandWords.examples(commandSpec().commandLine()).stream()
                .map(line -> line + "\n")
                .collect(Collectors.joining());
    }

    private boolean isRoot() {
        return commandSpec().parent() == null;
    }

    private static boolean global(OptionSpec option) {
        return OptionWords.isGlobal(option);
    }

    private List<OptionSpec> options(Predicate<OptionSpec> wanted) {
        return commandSpec().options().stream()
                .filter(option -> !option.hidden())
                .filter(wanted)
                .toList();
    }

    private String titled(String title, List<OptionSpec> options) {
        return "\n" + title + ":\n"
                + optionListExcludingGroups(options, createDefaultLayout(), null, createDefaultParamLabelRenderer());
    }

    private String globalNames() {
        List<String> names =
                options(HelpPage::global).stream().map(OptionSpec::shortestName).toList();
        return "\nGlobal options, explained by 'perigee help':\n" + wrapped(names, 76)
                + (subcommands().isEmpty() ? "\nExit codes: 'perigee help exit-codes'.\n" : "");
    }

    private static String wrapped(List<String> words, int width) {
        StringBuilder text = new StringBuilder();
        int column = width;
        for (String word : words) {
            boolean fits = column + 1 + word.length() <= width;
            text.append(fits ? " " : text.isEmpty() ? "  " : "\n  ").append(word);
            column = (fits ? column + 1 : 0) + word.length();
        }
        return text.append('\n').toString();
    }
}
