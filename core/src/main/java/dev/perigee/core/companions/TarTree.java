package dev.perigee.core.companions;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which entries can be laid out together: each name once, and nothing below what is no directory. */
final class TarTree {

    private final Map<String, TarEntry.Kind> kinds = new HashMap<>();

    /** Of entries whose names differ. */
    TarTree(List<TarEntry> entries) {
        entries.forEach(entry -> kinds.put(entry.name(), entry.kind()));
    }

    static void require(List<TarEntry> entries) throws IOException {
        TarTree tree = new TarTree(entries);
        if (tree.kinds.size() < entries.size()) {
            throw new IOException("the companions are no tar of ours: a name stands there twice");
        }
        if (entries.stream().anyMatch(entry -> tree.above(entry).isPresent())) {
            throw new IOException("the companions are no tar of ours: an entry lies behind a link or a file");
        }
    }

    boolean canHold(TarEntry entry) {
        return above(entry).isEmpty();
    }

    /**
     * Why one is left out that lies behind a link. A restore of the link brings it all the same if its own place is kept.
     */
    Optional<LeftOut> lack(TarEntry entry) {
        Optional<String> above = above(entry);
        return above.isEmpty() || isKeptElsewhere(entry)
                ? Optional.empty()
                : Optional.of(new LeftOut(
                        "/" + entry.name(),
                        "lies behind /" + above.get() + ", which is kept as a link: name "
                                + ownPlace(entry).map(Path::toString).orElse("its own place") + " instead"));
    }

    private boolean isKeptElsewhere(TarEntry entry) {
        return ownPlace(entry)
                .map(place -> place.toString().substring(1))
                .filter(name -> kinds.get(name) == entry.kind())
                .isPresent();
    }

    /** Where it lies without a link on the way. */
    private static Optional<Path> ownPlace(TarEntry entry) {
        Path file = Path.of("/" + entry.name());
        Path folder = file.resolveSibling("");
        try {
            return Optional.of(folder.toRealPath().resolve(file.getFileName()));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** The first on its way that is no directory. */
    private Optional<String> above(TarEntry entry) {
        String name = entry.name();
        for (int at = name.indexOf('/'); at >= 0; at = name.indexOf('/', at + 1)) {
            String above = name.substring(0, at);
            if (kinds.getOrDefault(above, TarEntry.Kind.DIRECTORY) != TarEntry.Kind.DIRECTORY) {
                return Optional.of(above);
            }
        }
        return Optional.empty();
    }
}
