package dev.perigee.cli.reference;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * A command, as it is typed.
 *
 * @param path its name, behind those of the groups that it is in, the program's first
 * @param lines its description
 * @param arguments the labels of what follows its name, optional ones in brackets
 * @param argumentTexts what each of them is
 * @param options its own and the global ones, without hidden ones
 * @param commands those of a group, without hidden ones
 * @param examples command lines
 */
public record CommandWords(
        String path,
        List<String> lines,
        List<String> arguments,
        List<String> argumentTexts,
        List<OptionWords> options,
        List<CommandWords> commands,
        List<String> examples) {

    private static final Pattern PATHS = Pattern.compile("\\b(FILE|DIR|SOURCE|json)\\b", Pattern.CASE_INSENSITIVE);

    /**
     * Reads a command's model.
     *
     * @param command the command, its subcommands added
     * @return what there is to know of it and of those below it
     */
    public static CommandWords of(CommandLine command) {
        CommandSpec spec = command.getCommandSpec();
        List<PositionalParamSpec> positionals = positionals(spec);
        return new CommandWords(
                spec.qualifiedName(),
                Description.lines(spec.usageMessage().description()),
                positionals.stream().map(CommandWords::argument).toList(),
                positionals.stream()
                        .map(positional -> Description.joined(positional.description()))
                        .toList(),
                options(spec),
                subcommands(command),
                examples(command));
    }

    /**
     * What may follow a command's name.
     *
     * @param spec the command
     * @return without hidden ones
     */
    public static List<PositionalParamSpec> positionals(CommandSpec spec) {
        return spec.positionalParameters().stream()
                .filter(positional -> !positional.hidden())
                .toList();
    }

    /**
     * How an argument is written.
     *
     * @param positional the argument
     * @return its label; in brackets if it may be left out, unless the label says so by itself
     */
    public static String argument(PositionalParamSpec positional) {
        String label = positional.paramLabel();
        return positional.required() || positional.hideParamSyntax() ? label : "[" + label + "]";
    }

    /**
     * Command lines to learn from.
     *
     * @param command the command
     * @return its own; a group without any has the first one of each of its commands
     */
    public static List<String> examples(CommandLine command) {
        List<String> own =
                Description.lines(command.getCommandSpec().usageMessage().footer());
        return own.isEmpty()
                ? listed(command)
                        .flatMap(below -> examples(below).stream().limit(1))
                        .toList()
                : own;
    }

    private static List<OptionWords> options(CommandSpec spec) {
        return spec.options().stream()
                .filter(option -> !option.hidden())
                .map((OptionSpec option) -> OptionWords.of(option))
                .toList();
    }

    private static List<CommandWords> subcommands(CommandLine command) {
        return listed(command).map(CommandWords::of).toList();
    }

    private static Stream<CommandLine> listed(CommandLine group) {
        return group.getSubcommands().values().stream()
                .filter(below -> !below.getCommandSpec().usageMessage().hidden());
    }

    static boolean namesPath(String label) {
        return PATHS.matcher(label).find();
    }

    /** The last word of its path. */
    public String name() {
        return path.substring(path.lastIndexOf(' ') + 1);
    }

    /** One line, without a full stop. */
    public String summary() {
        return lines.isEmpty() ? name() : Description.summary(lines.getFirst());
    }

    /** What only this command has. */
    public List<OptionWords> ownOptions() {
        return options.stream().filter(option -> !option.global()).toList();
    }

    /** What every command has. */
    public List<OptionWords> globalOptions() {
        return options.stream().filter(OptionWords::global).toList();
    }

    /** Whether an argument names a file or a directory. */
    public boolean takesPath() {
        return arguments.stream().anyMatch(CommandWords::namesPath);
    }

    /** This command, and all below it. */
    public Stream<CommandWords> all() {
        return Stream.concat(Stream.of(this), commands.stream().flatMap(CommandWords::all));
    }

    /** The name of its manual page, which has no blanks. */
    public String pageName() {
        return path.replace(' ', '-').toLowerCase(Locale.ROOT);
    }
}
