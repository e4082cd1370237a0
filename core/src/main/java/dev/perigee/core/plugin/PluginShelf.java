package dev.perigee.core.plugin;

import dev.perigee.api.StorageSinkProvider;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds plugins by type, and remembers what it has loaded. */
final class PluginShelf implements AutoCloseable {

    /** What came of an entry: a plugin, or the reason why not. */
    private sealed interface Outcome {
        record Loaded(LoadedPlugin plugin) implements Outcome {}

        record Failed(PluginProblem problem) implements Outcome {}
    }

    /** A provider and where it is from. */
    record Found(PluginInfo info, StorageSinkProvider provider, ClassLoader loader) {}

    private final List<Path> directories;
    private final Map<Path, Outcome> outcomes = new LinkedHashMap<>();
    private final Set<Path> used = new HashSet<>();

    PluginShelf(List<Path> directories) {
        this.directories = List.copyOf(directories);
    }

    /** The plugin named like the type if it has that type, else the only one of all that has. */
    synchronized Found find(String type) throws PluginException {
        Found found = search(type);
        used.add(found.info().path());
        return found;
    }

    private Found search(String type) throws PluginException {
        List<PluginProblem> problems = new ArrayList<>();
        List<PluginEntry> entries = entries(problems);
        List<PluginEntry> named =
                entries.stream().filter(entry -> entry.name().equals(type)).toList();
        Optional<Found> byName = only(type, load(named, problems));
        if (byName.isPresent()) {
            return byName.get();
        }
        if (!problems.isEmpty()) {
            throw new PluginException(describe(problems), Optional.empty(), problems);
        }
        return only(type, load(entries, problems)).orElseThrow(() -> unknown(type, problems));
    }

    private Optional<Found> only(String type, List<Found> candidates) throws PluginException {
        List<Found> found = candidates.stream()
                .filter(candidate -> candidate.info().type().equals(type))
                .toList();
        if (found.size() > 1) {
            List<PluginProblem> problems = found.stream()
                    .map(one -> ambiguous(one.info(), infos(found)))
                    .toList();
            throw new PluginException(describe(problems), Optional.empty(), problems);
        }
        return found.stream().findFirst();
    }

    private static List<PluginInfo> infos(List<Found> found) {
        return found.stream().map(Found::info).toList();
    }

    private PluginException unknown(String type, List<PluginProblem> problems) {
        TreeSet<String> known =
                loaded().map(found -> found.info().type()).collect(Collectors.toCollection(TreeSet::new));
        String places = directories.stream().map(Path::toString).collect(Collectors.joining(", "));
        String message = "no plugin offers sink type '" + type + "' in " + (places.isEmpty() ? "(nowhere)" : places)
                + (known.isEmpty() ? "; there is none at all" : "; there is " + String.join(", ", known))
                + Spelling.suggestion(type, known);
        return new PluginException(
                problems.isEmpty() ? message : message + " (not usable: " + describe(problems) + ")",
                Optional.of("put the plugin's jars into a folder there"),
                problems);
    }

    private Stream<Found> loaded() {
        return outcomes.values().stream().flatMap(outcome -> found(outcome).stream());
    }

    private static String describe(List<PluginProblem> problems) {
        return problems.stream().map(PluginProblem::toString).collect(Collectors.joining("; "));
    }

    /** Every type of every plugin, and every problem. */
    synchronized List<PluginFinding> all() {
        List<PluginProblem> problems = new ArrayList<>();
        List<PluginFinding> findings = new ArrayList<>();
        List<PluginEntry> entries = entries(problems);
        findings.addAll(problems);
        List<PluginInfo> infos = infos(load(entries, problems));
        for (PluginEntry entry : entries) {
            findings.addAll(findings(outcome(entry), infos));
        }
        return List.copyOf(findings);
    }

    private static List<PluginFinding> findings(Outcome outcome, List<PluginInfo> all) {
        return switch (outcome) {
            case Outcome.Failed failed -> List.of(failed.problem());
            case Outcome.Loaded loaded ->
                loaded.plugin().sinks().stream()
                        .map(sink -> unambiguous(sink.info(), all))
                        .toList();
        };
    }

    private static PluginFinding unambiguous(PluginInfo info, List<PluginInfo> all) {
        List<PluginInfo> same =
                all.stream().filter(other -> other.type().equals(info.type())).toList();
        List<PluginInfo> named =
                same.stream().filter(PluginShelf::isNamedLikeItsType).toList();
        boolean chosen = same.size() == 1 || (named.size() == 1 && named.contains(info));
        return chosen ? info : ambiguous(info, same);
    }

    private static boolean isNamedLikeItsType(PluginInfo info) {
        return new PluginEntry(info.path()).name().equals(info.type());
    }

    private static PluginProblem ambiguous(PluginInfo info, List<PluginInfo> same) {
        String others = same.stream()
                .filter(other -> !other.equals(info))
                .map(other -> other.path() + " (" + other.provider() + ")")
                .collect(Collectors.joining(", "));
        return new PluginProblem(
                info.path(),
                Optional.of(info.provider()),
                "offers type '" + info.type() + "', and so does " + others + "; remove one of them");
    }

    private List<PluginEntry> entries(List<PluginProblem> problems) {
        List<PluginEntry> entries = new ArrayList<>();
        for (Path directory : directories) {
            try {
                entries.addAll(PluginEntry.in(directory));
            } catch (IOException e) {
                problems.add(new PluginProblem(directory, Optional.empty(), "can't be listed: " + e));
            }
        }
        return entries;
    }

    private List<Found> load(List<PluginEntry> entries, List<PluginProblem> problems) {
        List<Found> found = new ArrayList<>();
        for (PluginEntry entry : entries) {
            Outcome outcome = outcome(entry);
            found.addAll(found(outcome));
            if (outcome instanceof Outcome.Failed failed) {
                problems.add(failed.problem());
            }
        }
        return found;
    }

    private Outcome outcome(PluginEntry entry) {
        return outcomes.computeIfAbsent(entry.path(), path -> {
            try {
                return new Outcome.Loaded(LoadedPlugin.load(entry));
            } catch (PluginFault e) {
                return new Outcome.Failed(e.at(path));
            } catch (RuntimeException | Error e) { // such as no memory for its classes: the other plugins go on
                return new Outcome.Failed(new PluginFault("can't be loaded: " + e).at(path));
            }
        });
    }

    private static List<Found> found(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Failed failed -> List.of();
            case Outcome.Loaded loaded ->
                loaded.plugin().sinks().stream()
                        .map(sink -> new Found(
                                sink.info(), sink.provider(), loaded.plugin().loader()))
                        .toList();
        };
    }

    /** Closes plugins that were only looked at. Whoever asks for one later has it loaded anew. */
    synchronized void closeUnused() {
        outcomes.entrySet().removeIf(entry -> {
            boolean unused = entry.getValue() instanceof Outcome.Loaded && !used.contains(entry.getKey());
            if (unused) {
                close(entry.getValue());
            }
            return unused;
        });
    }

    /**
     * Nothing is had from here any more. The jars stay open until nobody holds on to their classes: a call that was broken off may
     * still be on its way to its own end, for which it needs classes that nobody has asked for yet.
     */
    @Override
    public synchronized void close() {
        outcomes.clear();
    }

    private static void close(Outcome outcome) {
        if (outcome instanceof Outcome.Loaded loaded) {
            loaded.plugin().close();
        }
    }
}
