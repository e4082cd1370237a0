package dev.perigee.cli.guess;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** Which option may have been meant by a word that is none of a command's. */
public final class OptionGuess {

    /** What other tools call our options. */
    private static final Map<String, String> OTHER_WORDS = Map.ofEntries(
            Map.entry("-o", "-w"),
            Map.entry("--output", "-w"),
            Map.entry("--out", "-w"),
            Map.entry("--format", "-w"),
            Map.entry("--json", "-w json"),
            Map.entry("-v", "--debug"),
            Map.entry("--verbose", "--debug"),
            Map.entry("-V", "--version"),
            Map.entry("-q", "--quiet"),
            Map.entry("-s", "--quiet"),
            Map.entry("--silent", "--quiet"),
            Map.entry("-c", "--config"),
            Map.entry("--conf", "--config"),
            Map.entry("--config-file", "--config"),
            Map.entry("-n", "--dry-run"),
            Map.entry("-y", "--yes"),
            Map.entry("-e", "--endpoints"),
            Map.entry("--username", "--user"),
            Map.entry("-u", "--user"),
            Map.entry("--ca", "--cacert"),
            Map.entry("--cafile", "--cacert"),
            Map.entry("--ca-file", "--cacert"),
            Map.entry("--trusted-ca-file", "--cacert"),
            Map.entry("--cert-file", "--cert"),
            Map.entry("--key-file", "--key"),
            Map.entry("--insecure", "--insecure-skip-tls-verify"),
            Map.entry("--timeout", "--command-timeout"),
            Map.entry("--state", "--state-dir"),
            Map.entry("--older-than", "--max-age"),
            Map.entry("--revision", "--rev"));

    /** What takes a safeguard away is proposed to nobody who hasn't all but typed it. */
    private static final Set<String> SAFEGUARDS = Set.of("--force", "--yes", "--mixed", "--replace");

    private final CommandLine command;

    /**
     * A guess.
     *
     * @param command what has no such option; all commands are there, from its root down
     */
    public OptionGuess(CommandLine command) {
        this.command = command;
    }

    /**
     * What to tell whoever typed it.
     *
     * @param typed the option that isn't known, possibly with its value behind {@code =}
     * @return a sentence without its full stop; empty if nothing comes near
     */
    public Optional<String> hint(String typed) {
        String word = typed.contains("=") ? typed.substring(0, typed.indexOf('=')) : typed;
        List<String> ours = names(command);
        Optional<String> other =
                Optional.ofNullable(OTHER_WORDS.get(word)).filter(name -> ours.contains(name.split(" ", 2)[0]));
        if (other.isPresent()) {
            return other.map(name -> meant(List.of(name)));
        }
        List<String> near = near(word, ours);
        return near.isEmpty() ? elsewhere(word) : Optional.of(meant(near));
    }

    private static List<String> near(String word, List<String> names) {
        String bare = word.replaceFirst("^-+", "").toLowerCase(Locale.ROOT);
        Stream<String> slips = names.stream().filter(name -> Distance.isSlip(bare, bare(name)));
        Stream<String> beginnings = names.stream()
                .filter(name -> bare.length() > 2 && bare(name).startsWith(bare) && !SAFEGUARDS.contains(name));
        return Stream.concat(slips, beginnings).distinct().limit(3).toList();
    }

    private static String bare(String name) {
        return name.replaceFirst("^-+", "");
    }

    /** Options of groups don't count: they have none of their own. */
    private Optional<String> elsewhere(String word) {
        String owners = leaves(command.getCommandSpec().root().commandLine())
                .filter(other -> names(other).contains(word))
                .map(other -> "'" + other.getCommandSpec().qualifiedName() + "'")
                .limit(3)
                .collect(Collectors.joining(", "));
        return owners.isEmpty() ? Optional.empty() : Optional.of("it is an option of " + owners);
    }

    private static Stream<CommandLine> leaves(CommandLine group) {
        return group.getSubcommands().isEmpty()
                ? Stream.of(group)
                : group.getSubcommands().values().stream().flatMap(OptionGuess::leaves);
    }

    private static List<String> names(CommandLine command) {
        return command.getCommandSpec().options().stream()
                .filter(option -> !option.hidden())
                .map(OptionSpec::names)
                .flatMap(Arrays::stream)
                .toList();
    }

    private static String meant(List<String> names) {
        return names.stream().collect(Collectors.joining("' or '", "did you mean '", "'?"));
    }
}
