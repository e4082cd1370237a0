package dev.perigee.core.backup;

import dev.perigee.api.ObjectInfo;
import dev.perigee.api.Sha256;
import dev.perigee.api.SinkException;
import dev.perigee.core.catalog.Catalog;
import dev.perigee.core.catalog.Manifest;
import dev.perigee.core.catalog.StoredCopy;
import dev.perigee.core.catalog.StoredObject;
import dev.perigee.core.packed.DamagedBodyException;
import dev.perigee.core.packed.PackedForm;
import dev.perigee.core.progress.ProgressEvent;
import dev.perigee.core.sinks.Destination;
import dev.perigee.core.spool.SpoolEntry;
import dev.perigee.core.state.Environment;
import dev.perigee.core.words.FailureWords;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Has a backup sent as rows: those that the sink doesn't have yet. What a sink has is what its newest backups name, and this machine
 * knows the rows of.
 *
 * @param environment what it stands on
 * @param destination the sink
 */
record PackedUpload(Environment environment, Destination destination) {

    /** How many of the sink's newest backups are asked: those of other machines lie among them. */
    private static final int BACKUPS = 8;

    /** What this machine knows of at once. */
    private static final int MOST_PACKS = 128;

    /** Half of the time that rows are kept after the last backup that named them has gone. */
    private static final Duration STALE = Duration.ofHours(12);

    /** Empty if it has to be sent whole; the reason has been told then. */
    Optional<SpoolEntry.Outgoing> outgoing(Catalog catalog, SpoolEntry entry) throws SinkException, IOException {
        Optional<String> reason = reasonAgainst(entry);
        if (reason.isPresent()) {
            tell(entry, reason.get());
            return Optional.empty();
        }
        Map<Sha256, StoredObject> there = there(catalog, entry);
        Optional<SpoolEntry.Outgoing> before = entry.form(name()).filter(form -> isFit(form, there));
        if (before.isPresent()) {
            return before;
        }
        if (!Files.exists(entry.file())) {
            tell(entry, "its plain body isn't here any more");
            return Optional.empty();
        }
        Path indexes = environment.state().packs(destination.name(), catalog.cluster());
        PackedForm form = new PackedForm(indexes, destination.encoding(), environment.identities());
        form.sweep(there.values(), now());
        try {
            return Optional.of(form.make(entry, name(), there.values()));
        } catch (DamagedBodyException e) {
            tell(entry, "what was made of it " + FailureWords.of(e));
            return Optional.empty();
        }
    }

    private static Optional<String> reasonAgainst(SpoolEntry entry) {
        return manifest(entry).facts().content().isPresent()
                ? Optional.empty()
                : Optional.of("it was taken before the sink's format was 'packs'");
    }

    private void tell(SpoolEntry entry, String reason) {
        environment
                .progress()
                .on(new ProgressEvent.Warning("sink '" + destination.name() + "' gets "
                        + manifest(entry).id() + " whole, not as packs: " + reason));
    }

    /** Each sink has its own rows. */
    private String name() {
        return "packs-"
                + Sha256.digest(destination.name().getBytes(StandardCharsets.UTF_8))
                        .toString()
                        .substring(0, 16) + "-" + destination.encoding().fingerprint();
    }

    private Map<Sha256, StoredObject> there(Catalog catalog, SpoolEntry entry) throws SinkException {
        Map<Sha256, StoredObject> packs = new LinkedHashMap<>();
        Manifest own = manifest(entry);
        for (Manifest manifest : newest(catalog, own)) {
            for (StoredObject pack : manifest.packs()) {
                if (packs.size() < MOST_PACKS) {
                    packs.putIfAbsent(pack.sha256(), pack);
                }
            }
        }
        return packs;
    }

    private List<Manifest> newest(Catalog catalog, Manifest own) throws SinkException {
        List<Manifest> packed = new ArrayList<>();
        for (StoredCopy copy : catalog.copies(now()).recent()) {
            copy.manifest()
                    .filter(manifest -> copy.isWhole()
                            && manifest.isPacked()
                            && manifest.cluster().id() == own.cluster().id()
                            && !manifest.id().equals(own.id()))
                    .filter(_ -> packed.size() < BACKUPS)
                    .ifPresent(packed::add);
        }
        return packed;
    }

    /** One that was made by an earlier run, perhaps for a sink that has lost something since. */
    private boolean isFit(SpoolEntry.Outgoing form, Map<Sha256, StoredObject> there) {
        return isFresh(form)
                && form.manifest().packs().stream()
                        .allMatch(pack ->
                                pack.sha256().equals(form.manifest().body().sha256())
                                        || there.containsKey(pack.sha256()));
    }

    private boolean isFresh(SpoolEntry.Outgoing form) {
        try {
            Instant made = Files.getLastModifiedTime(form.body().path()).toInstant();
            return !made.plus(STALE).isBefore(now());
        } catch (IOException e) {
            return false; // it is made anew
        }
    }

    /** After the manifest: what it names must be there still. */
    static Optional<String> lack(Catalog catalog, Manifest manifest) throws SinkException {
        for (StoredObject pack : manifest.packs()) {
            Optional<ObjectInfo> found = catalog.find(pack.key());
            if (found.filter(info -> info.length() == pack.length()).isEmpty()) {
                return Optional.of(pack.key().value());
            }
        }
        return Optional.empty();
    }

    private Instant now() {
        return environment.timing().clock().instant();
    }

    private static Manifest manifest(SpoolEntry entry) {
        return entry.owed().orElseThrow().manifest();
    }
}
