package dev.perigee.core.companions;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Links that are kept without what they lead to: a restore would bring a link that leads nowhere. */
final class LeadingAway {

    private LeadingAway() {}

    /** One for each; of a link that leads nowhere already, none. */
    static List<LeftOut> among(List<TarEntry> entries) {
        Set<String> names = entries.stream().map(TarEntry::name).collect(Collectors.toSet());
        return entries.stream()
                .filter(entry -> entry.kind() == TarEntry.Kind.LINK)
                .flatMap(link -> away(link, names).stream())
                .toList();
    }

    private static Optional<LeftOut> away(TarEntry link, Set<String> names) {
        Path file = Path.of("/" + link.name());
        try {
            Path real = file.toRealPath();
            boolean kept = isKept(name(real), names) || isKept(name(file.resolveSibling(link.target())), names);
            return kept
                    ? Optional.empty()
                    : Optional.of(new LeftOut(
                            file.toString(),
                            "is kept as a link alone: name " + real + (Files.isDirectory(real) ? "/**" : "")
                                    + " as well, which it leads to"));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Itself, or something in it. */
    private static boolean isKept(String name, Set<String> names) {
        return names.contains(name) || names.stream().anyMatch(other -> other.startsWith(name + "/"));
    }

    private static String name(Path file) {
        return file.normalize().toString().substring(1);
    }
}
