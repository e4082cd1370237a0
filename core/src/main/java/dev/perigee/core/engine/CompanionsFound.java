package dev.perigee.core.engine;

import dev.perigee.core.catalog.Manifest;
import dev.perigee.core.catalog.NeededKeys;
import dev.perigee.core.catalog.StoredObject;
import dev.perigee.core.companions.CompanionsPlan;
import dev.perigee.core.restore.RestorePlan;
import dev.perigee.core.words.Words;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What a restore knows of the files that it also needs.
 *
 * @param stored what the backup's manifest says of them; empty if it has none, or a file is restored
 * @param keys which keys an API server needs to read the values, and whether an EncryptionConfiguration among them has them
 * @param places where they go; empty if they stay where they are
 * @param lines what is planned with them, or was done, as a person reads it
 */
public record CompanionsFound(
        Optional<StoredObject.Companions> stored, NeededKeys keys, List<LaidOut> places, List<String> lines) {

    /**
     * Where one goes.
     *
     * @param path the file, directory or link
     * @param fate {@code write}; {@code same} if it is there already; {@code differs} if something else is
     */
    public record LaidOut(Path path, String fate) {}

    /** Copies the lists. */
    public CompanionsFound {
        places = List.copyOf(places);
        lines = List.copyOf(lines);
    }

    static CompanionsFound of(
            RestorePlan restore, Optional<Manifest> manifest, Optional<CompanionsPlan> plan, List<String> done) {
        Optional<StoredObject.Companions> stored =
                manifest.flatMap(Manifest::companions).flatMap(StoredObject::companions);
        List<String> lines = new ArrayList<>(done);
        stored.ifPresent(said -> lines.addAll(lines(said, plan.isPresent())));
        return new CompanionsFound(
                stored,
                new NeededKeys(
                        NeededKeys.of(restore.source().proof().encrypted()),
                        restore.request().heldKeys()),
                plan.map(CompanionsFound::places).orElse(List.of()),
                lines);
    }

    private static List<LaidOut> places(CompanionsPlan plan) {
        return plan.steps().stream()
                .map(step -> new LaidOut(step.target(), step.fate().name().toLowerCase(Locale.ROOT)))
                .toList();
    }

    private static List<String> lines(StoredObject.Companions said, boolean taken) {
        List<String> lines = new ArrayList<>();
        if (!taken) {
            lines.add("The backup has " + Words.count(said.files(), "companion") + ", in "
                    + String.join(", ", said.sinks()) + ": --companions DIR lays them out");
        }
        said.lacks().forEach(lack -> lines.add("Left out of the companions when it was made: " + lack));
        return lines;
    }
}
