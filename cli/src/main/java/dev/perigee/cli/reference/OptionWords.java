package dev.perigee.cli.reference;

import dev.perigee.cli.output.Format;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ScopeType;

/**
 * An option, as it is typed.
 *
 * @param names each with its hyphens, the shortest first
 * @param label what stands for its value; empty if it takes none
 * @param values what it takes, where that is a short list; else empty
 * @param description its lines, joined
 * @param global whether every command has it
 */
public record OptionWords(List<String> names, String label, List<String> values, String description, boolean global) {

    static OptionWords of(OptionSpec option) {
        boolean takesValue = option.arity().max() > 0;
        return new OptionWords(
                List.of(option.names()),
                takesValue ? option.paramLabel() : "",
                takesValue ? values(option) : List.of(),
                Description.joined(option.description()),
                isGlobal(option));
    }

    /**
     * Whether every command has it.
     *
     * @param option of any command
     * @return false if only one command has it, or those of one group
     */
    public static boolean isGlobal(OptionSpec option) {
        return option.scopeType() == ScopeType.INHERIT
                && option.command().root().optionsMap().containsKey(option.longestName());
    }

    private static List<String> values(OptionSpec option) {
        if (Arrays.asList(option.names()).contains("--write-out")) {
            return Stream.of(Format.values())
                    .filter(Format.ALL::contains)
                    .map(Format::label)
                    .toList();
        }
        return option.completionCandidates() == null
                ? List.of()
                : StreamSupport.stream(option.completionCandidates().spliterator(), false)
                        .map(name -> name.toLowerCase(Locale.ROOT))
                        .toList();
    }

    /** Whether a value must follow. */
    public boolean takesValue() {
        return !label.isEmpty();
    }

    /** Whether its value names a file or a directory. */
    public boolean takesPath() {
        return values.isEmpty() && CommandWords.namesPath(label);
    }
}
